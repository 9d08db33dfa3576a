"""`watch --push --run`: a scenario that the API starts is really run on the account, beside the watch.

A run may last for minutes, and findings must not wait for it: each is followed in a thread of its own. What
happens is kept until the watch's own thread comes to tell it, so that nobody else writes.
"""

from __future__ import annotations

import asyncio
import json
import shlex
import threading
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from callr_actions.cli.rendering.hiding import without_secrets
from callr_actions.cli.running.pursuit import CANCELLED, commands, keep, problem_of
from callr_actions.cli.running.starting import Start, judge_for
from callr_actions.cli.running.telling import in_words
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.watching.views import Deed, clean, failed_deed, trouble_of
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.events import Ended, Waiting
from callr_actions.runs.outcome import Outcome
from callr_actions.watch.loop import attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from callr_actions.cli.running.pursuit import Pursued
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.watching.agreeing import Agreement
    from callr_actions.runs.history import History
    from callr_actions.runs.judge import Judge

_MOST_LINES = 40
_LONGEST_OUTPUTS = 200
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
                self._tell(latest.unfinished())
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
        goes_on: whether it could not be cancelled.
    """

    def __init__(self, wish: Wish, put: Callable[[Deed], None], before: _Flight | None) -> None:
        self._wish = wish
        self._put = put
        self._before = before
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

    def unfinished(self) -> Deed:
        """Return what to say where the account does not answer in time what it was asked last."""
        line = f"{self._name}: the account has not answered yet; a run may have begun, or go on"
        details = ("`callr-actions runs list` shows those that are known to have begun",)
        return Deed("run", line, good=False, data=self._fields(message=line), details=details)

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
            self._put(failed_deed("run", self._name, failure, **self._fields()))

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
            line = f"{self._name}: the run {clean(pursued.run)} has begun"
            fields = self._fields(run=clean(pursued.run))
            self._put(Deed("run-started", line, good=True, data=fields, details=tuple(map(clean, remarks))))
            await self._follow(session, pursued, judge, history)

    async def _follow(self, session: Session, pursued: Pursued, judge: Judge, history: History) -> None:
        """Follow it until it has ended, or nobody is to wait any more."""
        log = _Log()
        following = asyncio.ensure_future(_followed(session, pursued, judge, log))
        ending = asyncio.wrap_future(self._ending)
        await asyncio.wait((following, ending), return_when=asyncio.FIRST_COMPLETED)
        if following.done():
            ended = following.result()
            keep(session, history, pursued.run, ended.outcome.value)
            self._put(self._deed(session, pursued, ended, log))
            return
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        if ending.result():
            await self._cancel(session, pursued, history, log)
        else:
            self._leave(session, pursued, history, log)

    async def _cancel(self, session: Session, pursued: Pursued, history: History, log: _Log) -> None:
        """Cancel it, because it begins again."""
        from callr_actions.api.errors import NotFoundError
        from callr_actions.api.resources import scenarios

        try:
            with suppress(NotFoundError):  # it has ended meanwhile
                await session.send(scenarios.cancel_run(pursued.sid, pursued.run))
        except CallrActionsError as error:
            self.goes_on = True
            what = f"{self._name}: not begun again, because the run {clean(pursued.run)} cannot be cancelled"
            self._put(failed_deed("run", what, error, **self._fields(run=clean(pursued.run))))
            return
        keep(session, history, pursued.run, CANCELLED)
        line = f"{self._name}: cancelled after {log.at:.1f} s, because it begins again"
        self._put(Deed("run", line, good=True, data=self._over(pursued, CANCELLED, log.at)))

    def _leave(self, session: Session, pursued: Pursued, history: History, log: _Log) -> None:
        """Say that it goes on, and how to find it again."""
        keep(session, history, pursued.run, Outcome.INTERRUPTED.value)
        resume, cancel = commands(session, pursued)
        line = f"{self._name}: the run {clean(pursued.run)} goes on"
        details = (f"pick it up: {clean(resume)}", f"cancel it:  {clean(cancel)}")
        data = self._over(pursued, Outcome.INTERRUPTED.value, log.at)
        self._put(Deed("run", line, good=True, data=data, details=details))

    def _deed(self, session: Session, pursued: Pursued, ended: Ended, log: _Log) -> Deed:
        """Return what to tell of its end."""
        outputs = without_secrets(dict(ended.outputs or {}), MASKER, by_name=False)
        given = (
            "" if ended.outputs is None else f"; {_in_short(clean(json.dumps(outputs, ensure_ascii=False)))}"
        )
        fields = self._over(pursued, ended.outcome.value, ended.at)
        fields |= {"reason": clean(ended.reason), "outputs": outputs, "code": int(ended.exit_code)}
        problem, name = problem_of(session, pursued, ended), self._name
        if problem is not None:
            trouble = trouble_of(problem)
            details = log.lines if trouble.help is None else (*log.lines, f"help: {trouble.help}")
            fields |= {"message": trouble.message, "help": trouble.help}
            return Deed("run", f"{name}: {trouble.message}{given}", good=False, data=fields, details=details)
        if ended.outcome is Outcome.REACHED:
            return Deed("run", f"{name}: done after {ended.at:.1f} s{given}", True, fields, log.lines)
        line = f"{name}: followed for {ended.at:.0f} s; nothing says when it is done{given}"
        advice = (
            f"help: say it in callr.yaml: scenario-settings: {clean(pursued.key)}: "
            'run: {until: $status === "done"}'
        )
        return Deed("run", line, good=True, data=fields, details=(*log.lines, advice))

    @property
    def _name(self) -> str:
        return f"`{clean(self._wish.scenario)}` on `{clean(str(self._wish.target.account))}`"

    def _over(self, pursued: Pursued, outcome: str, at: float) -> dict[str, Any]:
        """Return what programs are told of a run that nobody follows any more."""
        return self._fields(run=clean(pursued.run), type="api", outcome=outcome, lasted=round(at, 3))

    def _fields(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        return {"scenario": clean(self._wish.scenario), "account": self._wish.target.account, **more}


def _in_short(text: str) -> str:
    return text if len(text) <= _LONGEST_OUTPUTS else f"{text[: _LONGEST_OUTPUTS - 1]}…"


class _Log:
    """What has happened in a run, as people read it.

    Attributes:
        at: seconds since the start, as far as is known.
    """

    def __init__(self) -> None:
        self.at = 0.0
        self._lines: list[str] = []

    def add(self, line: str) -> None:
        self._lines.append(clean(line))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines, of many the last ones."""
        many = len(self._lines) > _MOST_LINES
        return ("…", *self._lines[-_MOST_LINES:]) if many else tuple(self._lines)


async def _followed(session: Session, pursued: Pursued, judge: Judge, log: _Log) -> Ended:
    """Follow a run to its end, and return that."""
    from callr_actions.api.resources import scenarios
    from callr_actions.runs.following import Patience, follow

    request = scenarios.get_run(pursued.sid, pursued.run)

    async def ask() -> Mapping[str, object]:
        return (await session.send(request)).variables

    begins = pursued.initial
    events = follow(
        ask,
        judge,
        Patience(pursued.timeout),
        session.connection.edge,
        before=begins,
        initial=begins,
        fresh=True,
    )
    async for event in events:
        log.at = event.at
        if isinstance(event, Ended):
            return event
        if not isinstance(event, Waiting) and (text := in_words(event)) is not None:
            log.add(text)
    raise AssertionError("the last event is the end")
