"""Waiting for the ends of many runs, without asking for them more often than the account bears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from callr_actions.api.errors import AuthenticationError, PermissionDeniedError
from callr_actions.api.resources import scenarios
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs import events, following
from callr_actions.runs.batch.account import End
from callr_actions.runs.batch.states import Outcome
from callr_actions.runs.pacing import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.api.client import AsyncClient
    from callr_actions.api.edge import Edge
    from callr_actions.runs.judge import Judge

# Of the requests that the account bears, the part that asking may take; the rest is for starts.
_SHARE: Final = 0.5


class Patience(NamedTuple):
    """How runs are asked for.

    Attributes:
        timeout: the longest time from start to end, in seconds.
        per_second: the requests that the account bears; None for any number.
        pace: how often each is asked for, where they are few.
    """

    timeout: float
    per_second: float | None
    pace: Pace = Pace(first=1.0, longest=15.0)


class StartOnly:
    """For runs of which no condition says when they are over: that they were started is all there is."""

    async def follow(self, run: str, since: float, variables: bytes) -> End:  # noqa: ARG002 - see `Follower`
        """Return at once."""
        return End(Outcome.STARTED)


class Polling:
    """Asks for the variables of runs until a judge has seen enough; what may pass is ridden out.

    Args:
        client: of the account.
        sid: the scenario's.
        judge: knows the end.
        patience: how often, and how long.
        edge: clock, waiting, chance.
        now: seconds since 1970.
        remark: is told what people should know, each once.
    """

    def __init__(
        self,
        client: AsyncClient,
        sid: str,
        judge: Judge,
        patience: Patience,
        *,
        edge: Edge,
        now: Callable[[], float],
        remark: Callable[[str], None],
    ) -> None:
        self._client = client
        self._sid = sid
        self._judge = judge
        self._patience = patience
        self._edge = edge._replace(asleep=self._asleep)
        self._asleep_fully = edge.asleep
        self._now = now
        self._remark = remark
        self._active = 0

    async def follow(self, run: str, since: float, variables: bytes) -> End:
        """Wait for the end of a run.

        Raises:
            CallrActionsError: the account does not let this key ask, or a condition cannot be evaluated.
        """
        given: dict[str, Any] = msgspec.json.decode(variables)
        spent = max(0.0, self._now() - since)
        patience = following.Patience(max(0.0, self._patience.timeout - spent), self._patience.pace)

        async def ask() -> dict[str, Any]:
            return (await self._client.send(scenarios.get_run(self._sid, run))).variables

        self._active += 1
        try:
            await self._edge.asleep(patience.pace.first)
            async for event in following.follow(
                ask, self._judge, patience, self._edge, initial=given, fresh=spent < 1
            ):
                if isinstance(event, events.Remark):
                    self._remark(event.message)
                elif isinstance(event, events.Ended):
                    return _end(event)
        finally:
            self._active -= 1
        raise CallrActionsError(f"the run {run} has no end")  # pragma: no cover - the last event is one

    async def _asleep(self, seconds: float) -> None:
        """Wait, and longer where so many runs are under way that asking would take all the turns."""
        rate = self._patience.per_second
        fair = 0.0 if rate is None or seconds <= 0 else self._active / (rate * _SHARE)
        await self._asleep_fully(max(seconds, fair))


def _end(event: events.Ended) -> End:
    if isinstance(event.error, AuthenticationError | PermissionDeniedError):
        raise event.error
    why = event.reason if event.error is None else str(event.error)
    found = None if event.variables is None else {**event.variables, **_named(event)}
    outcome = Outcome(event.outcome.value)
    return End(
        outcome,
        "" if outcome is Outcome.REACHED else why,
        None if found is None else msgspec.json.encode(found),
    )


def _named(event: events.Ended) -> dict[str, Any]:
    """Return outputs that have expressions of their own; without, they are the variables once more."""
    variables = event.variables or {}
    return {name: value for name, value in (event.outputs or {}).items() if f"${name}" not in variables}
