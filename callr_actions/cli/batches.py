"""`callr-actions batches`: batches that were begun, from another terminal or afterwards."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.batching.outputs import output_option, read_outputs, write_results
from callr_actions.cli.completion import complete_account
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.manners import say
from callr_actions.cli.sessions.options import writing_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

input_argument = click.argument("input_file", metavar="INPUT", type=click.Path())
scenario_option = click.option(
    "--scenario", metavar="KEY", help="The scenario, where the input was used with several."
)


def state_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that looks at a batch without its account the options that say which batch."""
    account = click.option(
        "--account",
        metavar="NAME",
        shell_complete=complete_account,
        help="The account, where the input was used with several.",
    )
    decorated: Callable[..., Any] = input_argument(account(scenario_option(command)))
    return decorated


@click.group("batches", cls=CommandGroup)
def command() -> None:
    """Batches that were begun with `batch`: their state lies beside the input, in INPUT.callr-batch.

    \b
    Examples:
      callr-actions batches status patients.csv
      callr-actions batches results patients.csv -o csv=done.csv
    """  # noqa: D301 - click reads it


@command.command("status")
@state_options
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def status(input_file: str, account: str | None, scenario: str | None, as_json: bool) -> None:
    """Show how many rows there are of each outcome, also while a batch works.

    \b
    Examples:
      callr-actions batches status patients.csv
    """  # noqa: D301 - click reads it
    from callr_actions.cli.batching.state import WISH, find_state
    from callr_actions.cli.batching.summary import first_bad, standing, table_of
    from callr_actions.runs.batch.ledger import Ledger
    from callr_actions.runs.batch.opening import is_worked_on

    path = find_state(input_file, account, scenario)
    with Ledger(path, watching=True) as ledger:
        found = standing(ledger)
        wish = ledger.fact(WISH) or "go"
        works = is_worked_on(path)
        doing = "nobody works on it" if not works else "paused" if wish == "pause" else "at work"
        if as_json:
            told = {
                "version": 1,
                "account": ledger.fact("account"),
                "scenario": ledger.fact("scenario"),
                "working": works,
                "paused": works and wish == "pause",
                "rows": found.total,
                "by": dict(found.by),
                "skipped": dict(found.skipped),
            }
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
            return
        click.echo(table_of(found), nl=False)
        say(f"{ledger.fact('scenario')} on the account `{ledger.fact('account')}`: {doing}")
        for line in first_bad(ledger):
            say(line)


@command.command("pause")
@state_options
def pause(input_file: str, account: str | None, scenario: str | None) -> None:
    """Let the process that works on a batch start no more; runs under way go on.

    \b
    Examples:
      callr-actions batches pause patients.csv
    """  # noqa: D301 - click reads it
    _wish(input_file, account, scenario, "pause")
    say("paused: no more runs are started until `batches resume`")


@command.command("resume")
@state_options
def resume(input_file: str, account: str | None, scenario: str | None) -> None:
    """Let a paused process go on. Where none works, give the command `batch` again.

    \b
    Examples:
      callr-actions batches resume patients.csv
    """  # noqa: D301 - click reads it
    _wish(input_file, account, scenario, "go")
    say("it goes on")


@command.command("results")
@state_options
@output_option
def show_results(
    input_file: str, account: str | None, scenario: str | None, outputs: tuple[str, ...]
) -> None:
    """Write what came of each row, as CSV unless asked otherwise.

    \b
    Examples:
      callr-actions batches results patients.csv -o csv=done.csv
    """  # noqa: D301 - click reads it
    from callr_actions.cli.batching.state import find_state
    from callr_actions.runs.batch.ledger import Ledger

    places = read_outputs(outputs or ("csv",))
    with Ledger(find_state(input_file, account, scenario), watching=True) as ledger:
        write_results(ledger, places)


@command.command("cancel")
@input_argument
@scenario_option
@writing_options
def cancel(input_file: str, scenario: str | None, target: Target) -> None:
    """Start no more of a batch, and stop its runs under way. Its waiting rows are skipped for good.

    \b
    Examples:
      callr-actions batches cancel patients.csv
    """  # noqa: D301 - click reads it
    from callr_actions.cli.batching.state import WISH, find_state
    from callr_actions.cli.batching.summary import standing
    from callr_actions.cli.sessions.gate import Change, pass_gate
    from callr_actions.cli.sessions.session import run_session
    from callr_actions.runs.batch.api_account import ApiAccount
    from callr_actions.runs.batch.following import StartOnly
    from callr_actions.runs.batch.ledger import Ledger
    from callr_actions.runs.batch.opening import is_worked_on
    from callr_actions.runs.batch.terms import Clock
    from callr_actions.runs.batch.work import cancel_rows

    async def work(session: Session) -> None:
        path = find_state(input_file, session.account.name, scenario)
        with Ledger(path, watching=True) as ledger:
            found = standing(ledger)
            what = f"stop {found.under_way:,} runs of {input_file} and never start {found.left:,} rows"
            pass_gate(session, Change(what, asks=True))
            ledger.set_fact(WISH, "cancel")
            sid = str(ledger.fact("sid"))
        if is_worked_on(path):
            session.say("the process that works on it stops its runs and ends")
            return
        edge = session.connection.edge
        with Ledger(path) as ledger:
            account = ApiAccount(session.client, sid, StartOnly())
            came = await cancel_rows(ledger, account, Clock(time.time, edge.clock, edge.asleep))
            ledger.set_fact(WISH, "go")
        session.say(f"{came['stopped']:,} runs stopped, {came['skipped']:,} rows skipped")

    run_session(target, work)


def _wish(input_file: str, account: str | None, scenario: str | None, wish: str) -> None:
    """Tell the process that works on a batch what is wanted.

    Raises:
        CallrActionsError: none works on it.
    """
    from callr_actions.cli.batching.state import WISH, find_state
    from callr_actions.errors import CallrActionsError
    from callr_actions.runs.batch.ledger import Ledger
    from callr_actions.runs.batch.opening import is_worked_on

    path = find_state(input_file, account, scenario)
    if not is_worked_on(path):
        raise CallrActionsError(
            "no process works on this batch",
            file=input_file,
            hint="it is as good as paused; the command `batch` goes on with it",
        )
    with Ledger(path, watching=True) as ledger:
        ledger.set_fact(WISH, wish)
