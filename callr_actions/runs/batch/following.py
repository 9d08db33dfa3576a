"""Waiting for the ends of many runs, without asking for them more often than the account bears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from callr_actions.api.errors import (
    ApiError,
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
)
from callr_actions.api.resources import scenarios
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.batch.account import End
from callr_actions.runs.batch.states import Outcome

if TYPE_CHECKING:
    from callr_actions.api.client import AsyncClient
    from callr_actions.runs.batch.ends import Judge
    from callr_actions.runs.batch.work import Clock

_FIRST, _GROWTH, _LONGEST = 1.0, 1.5, 15.0
# Of the requests that the account bears, the part that asking may take; the rest is for starts.
_SHARE: Final = 0.5


class Patience(NamedTuple):
    """How runs are asked for.

    Attributes:
        timeout: the longest time from start to end, in seconds.
        per_second: the requests that the account bears; None for any number.
    """

    timeout: float
    per_second: float | None


class StartOnly:
    """For runs of which no condition says when they are over: that they were started is all there is."""

    async def follow(self, run: str, since: float, variables: bytes) -> End:  # noqa: ARG002 - see `Follower`
        """Return at once."""
        return End(Outcome.STARTED)


class Polling:
    """Asks for a run's variables until its judge has seen enough.

    Faults of the network are ridden out until the timeout: the run goes on without us.

    Args:
        client: of the account.
        sid: the scenario's.
        judge: knows the end.
        patience: how often, and how long.
        clock: time.
    """

    def __init__(
        self, client: AsyncClient, sid: str, judge: Judge, patience: Patience, *, clock: Clock
    ) -> None:
        self._client = client
        self._sid = sid
        self._judge = judge
        self._patience = patience
        self._clock = clock
        self._active = 0

    async def follow(self, run: str, since: float, variables: bytes) -> End:
        """Wait for the end of a run; raises CallrActionsError where the account cannot be asked at all."""
        given: dict[str, Any] = msgspec.json.decode(variables)
        self._active += 1
        try:
            return await self._follow(run, since, given)
        finally:
            self._active -= 1

    async def _follow(self, run: str, since: float, given: dict[str, Any]) -> End:
        wait, last, trouble = _FIRST, None, ""
        while True:
            left = since + self._patience.timeout - self._clock.now()
            await self._clock.sleep(max(0.0, min(max(wait, self._fair_wait()), left)))
            try:
                last = (await self._client.send(scenarios.get_run(self._sid, run))).variables
                trouble = ""
            except (AuthenticationError, PermissionDeniedError):
                raise
            except NotFoundError:
                return End(Outcome.LOST, "the account does not know the run any more", _encoded(last))
            except ApiError as error:
                trouble = str(error)
            else:
                end = self._judge(last, given)
                if end is not None:
                    return end
            if self._clock.now() - since >= self._patience.timeout:
                return End(Outcome.TIMED_OUT, trouble, _encoded(last))
            wait = min(wait * _GROWTH, _LONGEST)

    def _fair_wait(self) -> float:
        rate = self._patience.per_second
        return 0.0 if rate is None else self._active / (rate * _SHARE)


def _encoded(variables: dict[str, Any] | None) -> bytes | None:
    return None if variables is None else msgspec.json.encode(variables)
