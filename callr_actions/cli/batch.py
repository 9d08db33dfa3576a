"""`callr-actions batch`: a run for each row of a file, each started once whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.batching.options import batch_options
from callr_actions.cli.batching.outputs import output_option, read_outputs, write_results
from callr_actions.cli.completion import completing
from callr_actions.cli.helping import ProgramCommand, Rare
from callr_actions.cli.manners import say
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.options import writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.cli.batching.options import Wanted
    from callr_actions.cli.batching.outputs import ResultsFile
    from callr_actions.cli.batching.summary import Standing
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.runs.batch.ledger import Ledger
    from callr_actions.runs.batch.loading import Input, Loaded
    from callr_actions.runs.wanted import Wanted as Judged

_MOST_SHOWN = 5


@click.command("batch", cls=ProgramCommand)
@click.argument("scenario", metavar="KEY|FILE|SID", shell_complete=completing("keys", "scenarios"))
@click.argument("input_file", metavar="INPUT", type=click.Path())
@batch_options
@click.option("--check", is_flag=True, help="Check every row, say what would be started, and start nothing.")
@click.option(
    "--retry-uncertain",
    cls=Rare,
    is_flag=True,
    help="Start rows again of which nobody knows whether they were started: they may be called twice.",
)
@output_option
@click.option("--json", "events", cls=Rare, is_flag=True, help="Events as JSON, one a line, while it works.")
@writing_options
def command(
    scenario: str,
    input_file: str,
    wanted: Wanted,
    check: bool,
    retry_uncertain: bool,
    outputs: tuple[str, ...],
    events: bool,
    target: Target,
) -> int:
    """Start a run for each row of CSV or JSON lines, and follow each to its end.

    KEY|FILE|SID is the scenario, as for `run`. Every row is checked before the first is started. What was
    started is remembered in INPUT.callr-batch: the same command goes on after Ctrl-C, a kill or a power cut,
    and starts no row twice. `callr-actions batches` shows, pauses and cancels.

    \b
    Examples:
      callr-actions batch appointment-reminder patients.csv --check
      callr-actions batch appointment-reminder patients.csv -o csv=done.csv
    """  # noqa: D301 - click reads it
    places = read_outputs(outputs)
    if events and any(place.file is None for place in places):
        raise click.UsageError(
            "--json writes events to standard output; give the results a file: -o csv=FILE"
        )

    async def work(session: Session) -> int:
        job = _Job(session, wanted, input_file, events=events, places=places)
        return await job.do(scenario, check=check, retry_uncertain=retry_uncertain)

    return run_session(target, work)


class _Job:
    """One run of the command."""

    def __init__(
        self,
        session: Session,
        wanted: Wanted,
        input_file: str,
        *,
        events: bool,
        places: tuple[ResultsFile, ...],
    ) -> None:
        self._session = session
        self._wanted = wanted
        self._input = input_file
        self._events = events
        self._places = places

    async def do(self, scenario: str, *, check: bool, retry_uncertain: bool) -> int:
        from callr_actions.cli.batching.state import WISH, keep_sid, open_state
        from callr_actions.cli.batching.summary import standing
        from callr_actions.cli.running.conditions import patience
        from callr_actions.cli.running.scenario import find_runnable, put
        from callr_actions.cli.sessions.question import interruptible
        from callr_actions.runs.batch.source import require_file
        from callr_actions.runs.wanted import check_wanted

        require_file(Path(self._input), self._input)
        found = await find_runnable(self._session, scenario)
        script = found.read(self._session)
        known = None if script is None else script.known
        judged = self._wanted.conditions.over(found.settings)
        for warning in check_wanted(judged, known):
            self._session.say(f"warning: {warning}")
        with open_state(self._session, found, scenario, self._input) as ledger:
            with interruptible():  # nothing is awaited here: asyncio would only take note of Ctrl-C
                loaded = self._load(ledger, known)
            before = standing(ledger)
            doubted = before.by.get("uncertain", 0)
            again = doubted if retry_uncertain else 0
            if before.left + before.under_way + again and not check:
                pass_gate(self._session, self._change(str(found), ledger, loaded, before, again))
                sid = (await put(self._session, found)).sid
                assert sid is not None
                keep_sid(ledger, sid, self._input)
                if again:
                    ledger.retry_uncertain()
                ledger.set_fact(WISH, "go")
                timeout = patience(self._wanted.conditions.timeout, found.settings.timeout, judged)
                await self._work(ledger, sid, judged, timeout)
            elif check:
                change = self._change(str(found), ledger, loaded, before, again)
                self._session.say("\n".join((f"would {change.what}", *change.consequences)))
            return self._end(ledger, check=check)

    # Before.

    def _load(self, ledger: Ledger, known: frozenset[str] | None) -> Loaded:
        from callr_actions.cli.rendering.progress import ProgressLine
        from callr_actions.runs.batch.loading import BadRowsError, load_input
        from callr_actions.runs.variables import strangers

        say = self._session.say
        with ProgressLine(wanted=not self._session.target.quiet) as line:
            try:
                loaded = load_input(
                    self._given(known), ledger, lambda rows: line.show(f"checking: {rows:,} rows")
                )
            except BadRowsError as error:
                self._tell_bad(error)
                raise
        if loaded.unsent:
            say(f"not sent, for the scenario has no such variable: {', '.join(loaded.unsent)}")
        for each in strangers(loaded.unknown, known or ()):
            say(f"warning: {each}")
        self._skip_blocked(ledger)
        return loaded

    def _given(self, known: frozenset[str] | None) -> Input:
        from callr_actions.runs.batch.columns import Columns
        from callr_actions.runs.batch.loading import Input

        wanted = self._wanted
        columns = Columns(wanted.maps, known, wanted.variables)
        return Input(Path(self._input), self._input, wanted.how, columns, wanted.demands, time.time())

    def _tell_bad(self, error: Any) -> None:  # noqa: ANN401 - imported late
        from callr_actions.cli.report import clean

        for row in error.rows:
            say(clean(f"{self._input}:{row.line}: {row.message}"))
        if error.count > len(error.rows):
            say(f"and {error.count - len(error.rows):,} more")

    def _skip_blocked(self, ledger: Ledger) -> None:
        from callr_actions.errors import CallrActionsError
        from callr_actions.runs.batch.do_not_call import blocked_numbers

        if self._wanted.do_not_call and ledger.fact("number") is None:
            raise CallrActionsError(
                "--do-not-call needs the variable with the phone number, and the first rows do not show it",
                file=self._input,
                hint="name it: --number '$phone'",
            )
        for file in self._wanted.do_not_call:
            found = ledger.skip_numbers(blocked_numbers(Path(file), file, self._wanted.region))
            if found:
                self._session.say(f"{found:,} rows skipped: their numbers are in {file}")

    def _change(self, scenario: str, ledger: Ledger, loaded: Loaded, found: Standing, again: int) -> Change:
        from callr_actions.cli.batching.summary import in_short
        from callr_actions.runs.batch.rate import rate_text

        wanted = self._wanted
        what = f"start {found.left + again:,} runs of {scenario}"
        if not found.left + again:
            what = f"follow {found.under_way:,} runs of {scenario} that were started"
        lines = [in_short(found)]
        sql = "select distinct number from rows where state = 'waiting' and number is not null limit ?"
        numbers = [f"+{number}" for (number,) in ledger.query(sql, _MOST_SHOWN + 1)]
        if numbers:
            more = " …" if len(numbers) > _MOST_SHOWN else ""
            lines.append(f"calls {loaded.number}: {', '.join(numbers[:_MOST_SHOWN])}{more}")
        lines.append(f"{rate_text(wanted.rate)}, at most {wanted.concurrency:,} at a time")
        if again:
            lines.append(f"{again:,} of them may have been started before: they may be called twice")
        asks = not self._session.account.is_local or bool(again)
        return Change(what, tuple(lines) if asks else (), asks=asks)

    # The work.

    async def _work(self, ledger: Ledger, sid: str, judged: Judged, timeout: float) -> None:
        from callr_actions.cli.batching.progress import Progress
        from callr_actions.cli.batching.state import Wishes
        from callr_actions.cli.batching.summary import in_short, standing
        from callr_actions.cli.rendering.progress import ProgressLine
        from callr_actions.runs.batch.api_account import ApiAccount, Follower
        from callr_actions.runs.batch.following import Patience, Polling, StartOnly
        from callr_actions.runs.batch.terms import Clock, Terms
        from callr_actions.runs.batch.work import Work, cancel_rows
        from callr_actions.runs.judge import Judge

        session, wanted = self._session, self._wanted
        edge = session.connection.edge
        closing = ExitStack()

        def now() -> float:
            # An account in this process skips waiting: its time is ahead of ours.
            return time.time() + edge.clock() - time.monotonic()

        clock = Clock(now, edge.clock, edge.asleep)
        follower: Follower = StartOnly()
        if judged.has_condition:
            patience = Patience(timeout, self._bearable())
            judge = closing.enter_context(Judge(judged))
            follower = Polling(session.client, sid, judge, patience, edge=edge, now=now, remark=session.say)
        else:
            session.say(
                "no --until, --until-set or --fail-if: of runs, only that they were started will be known"
            )
        account = ApiAccount(session.client, sid, follower)
        terms = Terms(wanted.concurrency, wanted.rate, wanted.windows)
        found = standing(ledger)
        with ProgressLine(wanted=not session.target.quiet) as line, closing:
            progress = Progress(found, line, events=self._events, steady=edge.clock)
            progress.event("batch", rows=found.total, waiting=found.left, under_way=found.under_way)
            work = Work(ledger, account, terms, clock=clock, control=Wishes(ledger), report=progress)
            try:
                if not await work.run():
                    await cancel_rows(ledger, account, clock)
            except asyncio.CancelledError:
                line.clear()
                session.say(f"interrupted; {in_short(standing(ledger))}")
                session.say(
                    "the same command goes on; "
                    f"`callr-actions batches cancel {self._input}` ends what is under way and starts no more"
                )
                raise
            finally:
                after = standing(ledger)
                progress.event("summary", rows=after.total, by=dict(after.by), skipped=dict(after.skipped))

    def _bearable(self) -> float | None:
        limit = self._session.connection.rate_limit
        return None if limit is None else limit.per_second

    # After.

    def _end(self, ledger: Ledger, *, check: bool) -> int:
        from callr_actions.cli.batching.summary import first_bad, standing, table_of

        found = standing(ledger)
        write_results(ledger, self._places)
        if not self._events and not any(place.file is None for place in self._places):
            click.echo(table_of(found), nl=False)
        for each in first_bad(ledger):
            self._session.say(each)
        if found.by.get("uncertain"):
            self._session.say(
                "uncertain: nobody knows whether these were started; look in the account before "
                "--retry-uncertain, which starts them again"
            )
        return ExitCode.PARTIAL if found.bad and not check else ExitCode.DONE
