"""`callr-actions runs`: the runs that were started here, picked up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.completion import complete_account
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.manners import say
from callr_actions.cli.project import project_option
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item, show_items
from callr_actions.cli.rendering.views import RUN, RUN_KEPT
from callr_actions.cli.running.conditions import condition_options, patience
from callr_actions.cli.running.results import check_names, result_options
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.session import run_session, usable_project
from callr_actions.cli.sessions.waiting import duration
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.cli.places import Place
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.running.conditions import Conditions
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.runs.history import Entry, History

run_argument = click.argument("run", metavar="RUNID")
scenario_option = click.option(
    "--scenario",
    metavar="KEY|NAME|SID",
    help="The scenario it is a run of; needed for runs that were not started here.",
)


@click.group("runs", cls=CommandGroup)
def command() -> None:
    """Runs: those that were started here are listed; any can be picked up again.

    The API does not list runs, nor tell which scenario one is of: what `run` starts is kept in .callr/.

    \b
    Examples:
      callr-actions runs list
      callr-actions runs wait api:9MNAB2H6 --timeout 5m
    """  # noqa: D301 - click reads it


@command.command("list")
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most so many."
)
@click.option(
    "--account", metavar="NAME", shell_complete=complete_account, help="Only those on this account."
)
@shape_options
@project_option
def list_runs(limit: int, account: str | None, project_file: str | None, shape: Shape) -> None:
    """List the runs that were started here, the latest first. No account is asked.

    \b
    Examples:
      callr-actions runs list --limit 5
      callr-actions runs list --json
    """  # noqa: D301 - click reads it
    found = _history(usable_project(project_file).root).latest(limit, account)
    show_items([_shown(each) for each in found], RUN_KEPT, shape)
    if not found:
        say("no runs were started here")


@command.command("get")
@run_argument
@scenario_option
@shape_options
@account_options
def get(run: str, scenario: str | None, target: Target, shape: Shape) -> None:
    """Show a run's variables: that is all the API tells of a run.

    \b
    Examples:
      callr-actions runs get api:9MNAB2H6
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:

        sid, _ = await _which(session, run, scenario)
        show_item(await _looked_up(session, run, sid), RUN, shape)

    run_session(target, work)


@command.command("wait")
@run_argument
@scenario_option
@condition_options
@result_options
@account_options
def wait(
    run: str,
    scenario: str | None,
    conditions: Conditions,
    places: tuple[Place, ...],
    target: Target,
) -> int:
    """Follow a run to its end, as `run` does: by the conditions given here, else by those of its start.

    \b
    Examples:
      callr-actions runs wait api:9MNAB2H6 --timeout 5m
      callr-actions runs wait api:9MNAB2H6 -o github
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> int:
        from callr_actions.cli.running.pursuit import Pursued, pursue
        from callr_actions.runs.judge import Judge
        from callr_actions.runs.wanted import check_wanted

        sid, entry = await _which(session, run, scenario)
        settings = session.project.settings_of(scenario or "").run
        wanted = conditions.over(settings) if entry is None else conditions.over_earlier(entry.wanted)
        if not wanted.has_condition:
            raise CallrActionsError(
                f"nothing says when the run {run} is done",
                hint="add --until EXPR or --until-set '$NAME'; `callr-actions runs follow` shows it without",
            )
        check_names(wanted.outputs, places)
        for warning in check_wanted(wanted, None):
            session.say(f"warning: {warning}")
        seconds = patience(conditions.timeout, None if entry is None else entry.timeout, wanted)
        name, initial = (sid, None) if entry is None else (entry.scenario, entry.variables)
        with Judge(wanted) as judge:
            pursued = Pursued(run, sid, name, wanted, seconds, initial)
            history = _history(session.project.root)
            return await pursue(session, pursued, judge, places, history)

    return run_session(target, work)


@command.command("follow")
@run_argument
@scenario_option
@click.option(
    "--timeout", type=duration, default="10m", show_default=True, metavar="TIME", help="No longer than this."
)
@result_options
@account_options
def follow(run: str, scenario: str | None, timeout: float, places: tuple[Place, ...], target: Target) -> int:
    """Show every change of a run's variables until Ctrl-C; no condition ends it.

    \b
    Examples:
      callr-actions runs follow api:9MNAB2H6
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> int:
        from callr_actions.cli.running.pursuit import Pursued, pursue
        from callr_actions.runs.judge import Judge
        from callr_actions.runs.wanted import Wanted

        sid, entry = await _which(session, run, scenario)
        name, initial = (sid, None) if entry is None else (entry.scenario, entry.variables)
        wanted = Wanted(outputs={} if entry is None else entry.wanted.outputs)
        with Judge(wanted) as judge:
            pursued = Pursued(run, sid, name, wanted, timeout, initial)
            return await pursue(session, pursued, judge, places, _history(session.project.root))

    return run_session(target, work)


@command.command("cancel")
@run_argument
@scenario_option
@writing_options
def cancel(run: str, scenario: str | None, target: Target) -> None:
    """Stop a run; calls that it has under way end.

    \b
    Examples:
      callr-actions runs cancel api:9MNAB2H6
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.errors import NotFoundError
        from callr_actions.api.resources import scenarios
        from callr_actions.cli.running.pursuit import CANCELLED, keep

        sid, entry = await _which(session, run, scenario)
        name = sid if entry is None else f"`{entry.scenario}` ({sid})"
        request = scenarios.cancel_run(sid, run)
        pass_gate(session, Change(f"cancel the run {run} of {name}"))
        said = f"cancelled the run {run}"
        try:
            await session.send(request)
        except NotFoundError as error:
            if error.circumstances.attempts == 1:
                raise _unknown(run, sid, error) from error
            said = f"the run {run} is over: it had ended, or a lost attempt has cancelled it"
        keep(session, _history(session.project.root), run, CANCELLED)
        session.say(said)

    run_session(target, work)


async def _looked_up(session: Session, run: str, sid: str) -> object:
    from callr_actions.api.errors import NotFoundError
    from callr_actions.api.resources import scenarios

    try:
        return await session.send(scenarios.get_run(sid, run))
    except NotFoundError as error:
        raise _unknown(run, sid, error) from error


def _unknown(run: str, sid: str, error: CallrActionsError) -> CallrActionsError:
    return CallrActionsError(
        f"the account knows no run {run} of the scenario {sid} that goes on ({error})",
        hint="it has ended, or is of another scenario or account; `callr-actions runs list` shows those that "
        "were started here",
        exit_code=ExitCode.ACCOUNT,
    )


async def _which(session: Session, run: str, scenario: str | None) -> tuple[str, Entry | None]:
    """Return the SID of the scenario that a run is of, and what is kept of it.

    Raises:
        CallrActionsError: it was not started here and no scenario is named, or it is on another account.
    """
    from callr_actions.cli.sessions.references import find_scenario

    account = session.account.name
    kept = _history(session.project.root).find(run)
    entry = next((each for each in kept if each.account == account), None)
    if scenario is not None:
        sid = (await find_scenario(session, scenario)).sid
        return sid, entry if entry is not None and entry.sid == sid else None
    if entry is not None:
        return entry.sid, entry
    if kept:
        raise CallrActionsError(
            f"the run {run} was started on the account `{kept[0].account}`, and `{account}` is meant",
            hint=f"add --account {kept[0].account}",
        )
    raise CallrActionsError(
        f"the run {run} was not started here, and the API does not tell which scenario it is of",
        hint="name that with --scenario KEY; `callr-actions runs list` shows those that were started here",
    )


def _history(root: object) -> History:
    from pathlib import Path

    from callr_actions.project.state_folder import state_folder
    from callr_actions.runs.history import History

    assert isinstance(root, Path)
    return History(state_folder(root))


def _shown(entry: Entry) -> dict[str, object]:
    """Return what is kept of a run as the object that is shown."""
    return {
        "run": entry.run,
        "account": entry.account,
        "scenario": {"sid": entry.sid, "name": entry.scenario},
        "started": _moment(entry.started),
        "outcome": entry.outcome,
        "ended": None if entry.ended is None else _moment(entry.ended),
        "variables": dict(entry.variables),
    }


def _moment(milliseconds: int) -> str:
    from datetime import UTC, datetime

    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
