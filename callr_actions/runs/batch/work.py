"""The work of a batch: so many rows at a time, no faster than the rate, each on the disk before it leaves.

Every slot takes the next row, starts it, follows it to its end and takes the next. What the state must
survive is in `ledger.py`; here is only the order: mark, wait for the disk, send, write down what came of it.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from typing import TYPE_CHECKING, Final

from callr_actions.api.pace import Pacer, RateLimit
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.runs.batch.account import End, NothingBeganError, RefusedError, UnknownError
from callr_actions.runs.batch.commits import Commits
from callr_actions.runs.batch.states import Doubted, Ended, Outcome, Returned, Started, Starting, State
from callr_actions.runs.batch.supply import Supply
from callr_actions.runs.batch.terms import Happening, Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.runs.batch.account import Account
    from callr_actions.runs.batch.kept_rows import StartedRow, WaitingRow
    from callr_actions.runs.batch.ledger import Ledger
    from callr_actions.runs.batch.states import Change
    from callr_actions.runs.batch.terms import Clock, Control, Terms

# So many starts one after the other that come to nothing are no accident.
MOST_IN_A_ROW: Final = 20
_LONGEST_NAP: Final = 30.0
CONTROL_EVERY: Final = 0.5
_FIRST_BACKOFF, _LONGEST_BACKOFF = 1.0, 60.0
# How long answers that are under way are waited for when the work is interrupted.
GRACE: Final = 15.0
_INTERRUPTED: Final = "interrupted before the account answered"


class Work:
    """One process's work on a batch.

    Args:
        ledger: the rows.
        account: starts and follows runs.
        terms: how fast, and when.
        clock: time.
        control: what others want.
        report: is told what happens.
    """

    def __init__(
        self,
        ledger: Ledger,
        account: Account,
        terms: Terms,
        *,
        clock: Clock,
        control: Control,
        report: Callable[[Happening | Waiting], None],
    ) -> None:
        self._ledger = ledger
        self._account = account
        self._terms = terms
        self._clock = clock
        self._control = control
        self._report = report
        self._supply = Supply(ledger, terms.windows)
        self._resumed: deque[StartedRow] = deque(ledger.started())
        self._turn = asyncio.Lock()
        self._pacer = _pacer(terms.rate)
        self._flying: set[asyncio.Task[str | None]] = set()
        self._vain = 0
        self._backoff = 0.0
        self._stopping = False
        self._slots: list[asyncio.Task[None]] = []
        self._untellable: Exception | None = None
        self._wish = "go"
        self._held: Waiting | None = None
        self.tally: Counter[str] = Counter()

    async def run(self) -> bool:
        """Work until no row is left, or it is no use to go on; return False where somebody cancels.

        Cancelled as a task, it starts nothing more, and waits for the answers that are under way.

        Raises:
            CallrActionsError: it is no use to go on, or the state cannot be written.
        """
        async with Commits(self._ledger) as commits:
            self._commits = commits
            self._wish = self._control.wish()
            self._slots = [asyncio.create_task(self._slot()) for _ in range(self._terms.concurrency)]
            watch = asyncio.create_task(self._watch())
            try:
                await asyncio.gather(*self._slots)
            except asyncio.CancelledError:
                if self._untellable is None and self._wish != "cancel":
                    raise
            finally:
                await self._land(watch, *self._slots)
        if self._untellable is not None:
            raise self._untellable
        return self._wish != "cancel"

    async def _land(self, *tasks: asyncio.Task[None]) -> None:
        """Start nothing more, and let the answers come in that are under way."""
        self._stopping = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._flying:
            _, late = await asyncio.wait(self._flying, timeout=GRACE)
            for flight in late:
                flight.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _watch(self) -> None:
        """Look now and then what others want."""
        while self._wish != "cancel":
            await asyncio.sleep(CONTROL_EVERY)
            self._wish = self._control.wish()
        self._end_slots()

    def _end_slots(self) -> None:
        for slot in self._slots:
            slot.cancel()

    async def _slot(self) -> None:
        while True:
            if self._resumed:
                row = self._resumed.popleft()
                await self._follow(row.id, row.line, row.run, row.started, row.variables)
                continue
            waiting = await self._next()
            if waiting is None:
                return
            run = await self._launched(waiting)
            if run is not None:
                await self._follow(waiting.id, waiting.line, run, self._clock.now(), waiting.variables)

    # Which row, and when.

    async def _next(self) -> WaitingRow | None:
        async with self._turn:
            while True:
                await self._unpaused()
                if self._backoff:
                    await self._clock.sleep(self._backoff)
                opens = self._supply.opens(self._clock.now())
                if opens is None:
                    return None
                if (wait := opens - self._clock.now()) > 0:
                    self._hold(Waiting(opens))
                    await self._clock.sleep(min(_LONGEST_NAP, wait))
                    continue
                if self._pacer is not None:
                    await self._sleep(self._pacer.reserve(self._clock.steady()))
                row = self._supply.next(self._clock.now())
                if row is not None:  # else the window closed meanwhile
                    if self._held is not None:
                        self._report(self._held._replace(over=True))
                        self._held = None
                    return row

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            await self._clock.sleep(seconds)

    def _hold(self, why: Waiting) -> None:
        self._held = why
        self._report(why)

    async def _unpaused(self) -> None:
        if self._wish == "pause":
            self._hold(Waiting(None))
            while self._wish == "pause":
                await asyncio.sleep(CONTROL_EVERY)

    # One start.

    async def _launched(self, row: WaitingRow) -> str | None:
        """Start a row, also to the end when this task is cancelled meanwhile: the answer must not be lost."""
        task = asyncio.create_task(self._start(row))
        self._flying.add(task)
        task.add_done_callback(self._landed)
        return await asyncio.shield(task)

    def _landed(self, task: asyncio.Task[str | None]) -> None:
        self._flying.discard(task)
        if not task.cancelled():
            task.exception()  # whoever waited for it has it; nobody may

    async def _start(self, row: WaitingRow) -> str | None:
        try:
            await self._commits.durable(Starting(row.id))
        except asyncio.CancelledError:
            self._commits.note(Returned(row.id))
            raise
        if self._stopping:  # interrupted meanwhile: nothing was sent
            self._commits.note(Returned(row.id))
            return None
        try:
            run = await self._account.start(row.variables)
        except asyncio.CancelledError:
            self._note(Doubted(row.id, _INTERRUPTED), Happening(row.line, State.UNCERTAIN, why=_INTERRUPTED))
            raise
        except NothingBeganError as problem:
            self._note(Returned(row.id), Happening(row.line, State.WAITING, why=str(problem)))
            self._supply.give_back(row)
            self._came_to_nothing(problem.error, final=problem.final)
            self._backoff = min(max(_FIRST_BACKOFF, self._backoff * 2), _LONGEST_BACKOFF)
            return None
        except RefusedError as problem:
            self._ended(row.id, row.line, End(Outcome.REFUSED, str(problem)), None)
            self._supply.done_with(row)
            self._came_to_nothing(_no_use(f"the account refuses each row: {problem}"))
            return None
        except UnknownError as problem:
            self._note(Doubted(row.id, str(problem)), Happening(row.line, State.UNCERTAIN, why=str(problem)))
            self._supply.done_with(row)
            self._came_to_nothing(_no_use(f"no start is answered: {problem}"))
            return None
        self._supply.done_with(row)
        self._vain, self._backoff = 0, 0.0
        self._note(Started(row.id, run, self._clock.now()), Happening(row.line, State.STARTED, run=run))
        return run

    def _came_to_nothing(self, error: CallrActionsError, *, final: bool = False) -> None:
        self._vain += 1
        if final or self._vain >= MOST_IN_A_ROW:
            raise error

    # The rest of a run.

    async def _follow(self, row: int, line: int, run: str, since: float, variables: bytes) -> None:
        end = await self._account.follow(run, since, variables)
        self._ended(row, line, end, run)

    def _ended(self, row: int, line: int, end: End, run: str | None) -> None:
        change = Ended(row, end.outcome, self._clock.now(), end.why, end.variables)
        self._note(change, Happening(line, State.ENDED, end, run, end.why))

    def _note(self, change: Change, happening: Happening) -> None:
        self._commits.note(change, lambda: self._tell(happening))
        if happening.state in (State.ENDED, State.UNCERTAIN):
            self.tally[happening.end.outcome if happening.end else happening.state] += 1

    def _tell(self, happening: Happening) -> None:
        """Report what is on the disk; where nobody takes it, start no more."""
        if self._untellable is None:
            try:
                self._report(happening)
            except Exception as error:  # noqa: BLE001 - `run` raises it
                self._untellable = error
                self._end_slots()


def _no_use(what: str) -> CallrActionsError:
    return CallrActionsError(
        f"{MOST_IN_A_ROW} starts in a row came to nothing, so the batch stopped; {what}",
        hint="what waits is kept: give the same command again when the cause is gone",
        exit_code=ExitCode.ACCOUNT,
    )


def _pacer(rate: float | None) -> Pacer | None:
    # A tenth of a second's turns at once: a timer for each would be the bottleneck of a high rate.
    return None if rate is None else Pacer(RateLimit(rate, burst=max(1, int(rate / 10))))


async def cancel_rows(ledger: Ledger, account: Account, clock: Clock) -> Counter[str]:
    """Cancel a batch that nobody works on: skip what waits, stop what runs; return how many of each.

    Raises:
        CallrActionsError: a run cannot be stopped; those before it are.
    """
    found = Counter({"skipped": ledger.cancel_waiting()})
    for row in ledger.started():
        await account.cancel(row.run)
        ledger.record([Ended(row.id, Outcome.CANCELLED, clock.now())])
        found["stopped"] += 1
    return found
