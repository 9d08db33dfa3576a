"""`watch --push --run`: a scenario that the API starts is really run on the account, beside the watch.

A run may last for minutes, and findings must not wait for it: each is followed in a thread of its own. What
happens is kept until the watch's own thread comes to tell it, so that nobody else writes.
"""

from __future__ import annotations

import asyncio
import shlex
import threading
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from callr_actions.cli.running.pursuit import CANCELLED, commands, events_of, keep, problem_of
from callr_actions.cli.running.starting import Start, judge_for
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.watching.run_words import Log, RunWords
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.events import Ended
from callr_actions.runs.outcome import Outcome
from callr_actions.watch.loop import attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callr_actions.cli.running.pursuit import Pursued
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.watching.agreeing import Agreement
    from callr_actions.cli.watching.views import Deed
    from callr_actions.runs.history import History
    from callr_actions.runs.judge import Judge

# A request that is under way at Ctrl-C may have its answer.
_JOIN_SECONDS = 5.0


class Wish(NamedTuple):
    """What is run.

    Attributes:
        scenario: its key; on the local account, its file where it has none.
        target: the account.
        given: its variables, as on the command line.
        agreement: whom it may reach.
    """

    scenario: str
    target: Target
    given: Mapping[str, object]
    agreement: Agreement


class RealRuns:
    """Starts a run again and again, each instead of the one before.

    Args:
        tell: takes what has happened, in the thread that calls `look`.
        rouse: wakes that thread up; can be called from every one.
    """

    def __init__(self, tell: Callable[[Deed], None], rouse: Callable[[], None]) -> None:
        self._tell = tell
        self._rouse = rouse
        self._happened: SimpleQueue[Deed] = SimpleQueue()
        self._latest: _Flight | None = None

    def begin(self, wish: Wish) -> None:
        """Let a run begin as soon as the one before, if it still goes on, is cancelled; wait for nothing."""
        before = self._latest
        if before is not None:
            before.end(cancels=True)
        self._latest = _Flight(wish, self._put, before)

    def look(self) -> None:
        """Tell what has happened since the last time."""
        with suppress(Empty):
            while True:
                self._tell(self._happened.get_nowait())

    def close(self) -> None:
        """Leave the run that goes on, if any, alone; tell how to find it again."""
        latest, self._latest = self._latest, None
        if latest is not None:
            latest.end(cancels=False)
            if not latest.join(_JOIN_SECONDS):
                self._tell(latest.words.unanswered())
        self.look()

    def _put(self, deed: Deed) -> None:
        self._happened.put(deed)
        self._rouse()


class _Flight:
    """One run in a thread of its own.

    Args:
        wish: what is run.
        put: takes what happens.
        before: the run that has to be over first.

    Attributes:
        words: says what happens to it.
        goes_on: whether it could not be cancelled.
    """

    def __init__(self, wish: Wish, put: Callable[[Deed], None], before: _Flight | None) -> None:
        self._wish = wish
        self._put = put
        self._before = before
        self.words = RunWords(wish.scenario, str(wish.target.account))
        self.goes_on = False
        # Whether it is to be cancelled, once nobody waits for it any more.
        self._ending: Future[bool] = Future()
        self._thread = threading.Thread(target=self._work, name="callr-watch-run", daemon=True)
        self._thread.start()

    def end(self, *, cancels: bool) -> None:
        """Follow it no longer; where it has not begun, it does not begin."""
        if not self._ending.done():
            self._ending.set_result(cancels)

    def join(self, seconds: float | None = None) -> bool:
        """Wait until nothing more comes of it, and return whether it is so."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            before.join()
            if self._ending.done():
                self.goes_on = before.goes_on
                return
            if before.goes_on:
                return  # it has been said, and two at once could call people twice
        failure = attempt(lambda: run_session(self._wish.target, self._run)).failure
        if failure is not None:
            self._put(self.words.failed(failure))

    async def _run(self, session: Session) -> None:
        from callr_actions.cli.running.conditions import Conditions
        from callr_actions.cli.running.scenario import find_runnable

        wish = self._wish
        found = await find_runnable(session, wish.scenario)
        wanted = Conditions(None, None, None, None).over(found.settings)
        script = found.read(session)
        with judge_for(wanted) as judge:
            start = Start(found, script, wanted, judge)
            variables, warnings = start.checked(wish.given)
            remarks = [f"warning: {each}" for each in warnings]
            if not session.account.is_local:
                remarks += wish.agreement.hold(start.people(variables))
            pursued, history = await start.begin(session, variables, None, key=shlex.quote(wish.scenario))
            self._put(self.words.begun(pursued, remarks))
            await self._follow(session, pursued, judge, history)

    async def _follow(self, session: Session, pursued: Pursued, judge: Judge, history: History) -> None:
        """Follow it until it has ended, or nobody is to wait any more."""
        log = Log()
        following = asyncio.ensure_future(_followed(session, pursued, judge, log))
        ending = asyncio.wrap_future(self._ending)
        await asyncio.wait((following, ending), return_when=asyncio.FIRST_COMPLETED)
        if following.done():
            ended = following.result()
            keep(session, history, pursued.run, ended.outcome.value)
            self._put(self.words.ended(pursued, ended, problem_of(session, pursued, ended), log.lines))
            return
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        if ending.result():
            await self._cancel(session, pursued, history, log.at)
        else:
            keep(session, history, pursued.run, Outcome.INTERRUPTED.value)
            self._put(self.words.left(pursued, commands(session, pursued), log.at))

    async def _cancel(self, session: Session, pursued: Pursued, history: History, at: float) -> None:
        """Cancel it, because it begins again."""
        from callr_actions.api.errors import NotFoundError
        from callr_actions.api.resources import scenarios

        try:
            with suppress(NotFoundError):  # it has ended meanwhile
                await session.send(scenarios.cancel_run(pursued.sid, pursued.run))
        except CallrActionsError as error:
            self.goes_on = True
            self._put(self.words.stuck(pursued, error))
            return
        keep(session, history, pursued.run, CANCELLED)
        self._put(self.words.cancelled(pursued, at))


async def _followed(session: Session, pursued: Pursued, judge: Judge, log: Log) -> Ended:
    """Follow a run to its end, and return that."""
    async for event in events_of(session, pursued, judge):
        if isinstance(event, Ended):
            return event
        log.add(event)
    raise AssertionError("the last event is the end")
