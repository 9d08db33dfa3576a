"""Asking about a run until a condition holds, or the time is over; what comes of it is yielded as events.

Clock, waiting and chance come in as an `Edge`, and the question as a function.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from callr_actions.api.errors import (
    ApiError,
    NetworkError,
    NotFoundError,
    RateLimitError,
    ServerError,
    UnexpectedAnswerError,
)
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.events import ABSENT, Changed, Ended, Recovered, Remark, Trouble, Waiting
from callr_actions.runs.outcome import Outcome
from callr_actions.runs.pacing import Pace, Pacing
from callr_actions.runs.same import same

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

    from callr_actions.api.edge import Edge
    from callr_actions.runs.events import Event
    from callr_actions.runs.judge import Judge

# A question that is asked when the time is over is given so long; a server that hangs is not waited for.
_GRACE = 3.0
# An account may need a moment until it tells of a run that it has just begun.
_SETTLING = 10.0
# Less than that is left only by the rounding of floating-point numbers.
_NO_TIME = 1e-6


class Patience(NamedTuple):
    """How long a run is followed, and how often it is asked about.

    Attributes:
        timeout: in seconds; whatever happens, the last question is asked when they are over.
        pace: how often.
    """

    timeout: float
    pace: Pace = Pace()


async def follow(
    ask: Callable[[], Awaitable[Mapping[str, object]]],
    judge: Judge,
    patience: Patience,
    edge: Edge,
    *,
    before: Mapping[str, object] | None = None,
    initial: Mapping[str, object] | None = None,
    fresh: bool = False,
) -> AsyncIterator[Event]:
    """Yield what happens to a run; the last event is an `Ended`.

    What may pass (a network that fails, a server's fault, too many requests) is a `Trouble`, and is ridden
    out until the time is over.

    Args:
        ask: returns the run's variables, or raises ApiError.
        judge: decides from them whether the run has failed or is done.
        patience: how long and how often.
        edge: clock, waiting, chance.
        before: the variables that are already known, which are no news; None where everything is.
        initial: what the run began with; None where nobody here knows.
        fresh: whether the run has just been started, so that the account may not tell of it at once.
    """
    following = _Following(judge, patience, edge, _Known(before, initial, fresh))
    while True:
        changed = False
        try:
            variables = await _within(ask(), following.left)
        except (ApiError, TimeoutError) as error:
            last = following.is_over
            ended = following.failed(error, last=last)
            if ended is not None:
                yield ended
                return
            wait = following.wait(changed=False, asked=_asked(error))
            yield Trouble(following.at, _words(error), wait)
        else:
            last = following.is_over
            for event in following.answered(variables):
                changed = changed or isinstance(event, Changed)
                yield event
                if isinstance(event, Ended):
                    return
            if last:
                for event in following.timed_out():
                    yield event
                return
            wait = following.wait(changed=changed)
            yield Waiting(following.at, following.polls, wait)
        await edge.asleep(wait)


class _Known(NamedTuple):
    before: Mapping[str, object] | None
    initial: Mapping[str, object] | None
    fresh: bool


class _Following:
    """What is known of the run, and how much time has gone."""

    def __init__(self, judge: Judge, patience: Patience, edge: Edge, known: _Known) -> None:
        self._judge = judge
        self._timeout = patience.timeout
        self._edge = edge
        self._pacing = Pacing(patience.pace, edge.random)
        self._variables = known.before
        self._initial = known.initial
        self._seen = False
        self._fresh = known.fresh
        self.polls = 0
        self._elapsed = 0.0
        self._looked = edge.clock()
        self._silent_since: float | None = None

    @property
    def at(self) -> float:
        """Seconds since the beginning. They never go back, also where the clock does."""
        now = self._edge.clock()
        self._elapsed += max(0.0, now - self._looked)
        self._looked = now
        return self._elapsed

    @property
    def left(self) -> float:
        """Seconds until the time is over; none or less when it is."""
        return self._timeout - self.at

    @property
    def is_over(self) -> bool:
        return self.left <= _NO_TIME

    def wait(self, *, changed: bool, asked: float = 0.0) -> float:
        """Return how long to wait; the last question is asked when the time is over, not later."""
        return min(self._pacing.wait(changed=changed, asked=asked), max(self.left, 0.0))

    def answered(self, variables: Mapping[str, object]) -> Iterator[Event]:
        self.polls += 1
        at = self.at
        if self._silent_since is not None:
            yield Recovered(at, at - self._silent_since)
            self._silent_since = None
        yield from _changes(at, self._variables or {}, variables)
        if self._seen:
            yield from _gone(at, self._variables or {}, variables)
        self._seen = True
        self._variables = variables
        verdict = self._judge.verdict(variables, self._initial)
        for remark in verdict.remarks:
            yield Remark(at, remark)
        if verdict.outcome is not None:
            yield from self._ended(verdict.outcome, verdict.reason)

    def failed(self, error: ApiError | TimeoutError, *, last: bool) -> Ended | None:
        """Return the end that a failure is, None for one that may pass."""
        self.polls += 1
        at = self.at
        if isinstance(error, ApiError) and not self._may_pass(error, at):
            return Ended(at, Outcome.LOST, "", self._variables, polls=self.polls, error=error)
        if self._silent_since is None:
            self._silent_since = at
        if not last:
            return None
        known = error if isinstance(error, ApiError) else None
        return Ended(at, Outcome.UNREACHABLE, _words(error), self._variables, polls=self.polls, error=known)

    def timed_out(self) -> Iterator[Event]:
        known = self._judge.has_condition
        return self._ended(Outcome.TIMED_OUT if known else Outcome.UNKNOWN, "")

    def _ended(self, outcome: Outcome, reason: str) -> Iterator[Event]:
        assert self._variables is not None
        outputs, remarks = self._judge.outputs(self._variables)
        at = self.at
        for remark in remarks:
            yield Remark(at, remark)
        yield Ended(at, outcome, reason, self._variables, outputs, self.polls)

    def _may_pass(self, error: ApiError, at: float) -> bool:
        if isinstance(error, NotFoundError):
            return self._fresh and not self._seen and at < _SETTLING
        if isinstance(error, UnexpectedAnswerError):
            # A page in front of the API, such as one that says that it is being worked on.
            return error.status is not None and 200 <= error.status < 300
        return isinstance(error, NetworkError | ServerError | RateLimitError)


async def _within(asked: Awaitable[Mapping[str, object]], left: float) -> Mapping[str, object]:
    async with asyncio.timeout(max(left, _GRACE)):
        return await asked


def _changes(at: float, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Changed]:
    for name, value in after.items():
        found = before.get(name, ABSENT)
        if not same(found, value):
            yield Changed(at, name, found, value)


def _gone(at: float, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Changed]:
    """Yield what is not there any more; only of what the account itself has told."""
    for name, value in before.items():
        if name not in after:
            yield Changed(at, name, value, ABSENT)


def _asked(error: ApiError | TimeoutError) -> float:
    return error.circumstances.retry_after if isinstance(error, ApiError) else 0.0


def _words(error: ApiError | TimeoutError) -> str:
    if isinstance(error, ApiError):
        return error.message
    return "the account does not answer"
