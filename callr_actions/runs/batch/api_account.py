"""A batch's account behind the API's client: which failure of a start proves what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from callr_actions.api.errors import (
    ApiError,
    AuthenticationError,
    ConflictError,
    NetworkError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    UnexpectedAnswerError,
)
from callr_actions.api.requests.scenarios import StartScenario
from callr_actions.api.requests.violations import InvalidRequestError
from callr_actions.api.resources import scenarios
from callr_actions.runs.batch.account import NothingBeganError, RefusedError, UnknownError

if TYPE_CHECKING:
    from callr_actions.api.client import AsyncClient
    from callr_actions.runs.batch.account import End

# The next row would fare no better.
_FINAL = (AuthenticationError, PermissionDeniedError, NotFoundError, UnexpectedAnswerError)
_PASSING = (RateLimitError, NetworkError)


class Follower(Protocol):
    """Says how a run ended."""

    async def follow(self, run: str, since: float, variables: bytes) -> End:
        """Wait for the end of a run; see `Account.follow`."""


class ApiAccount:
    """Starts the runs of one scenario.

    Args:
        client: of the account.
        sid: the scenario's.
        follower: waits for the ends.
    """

    def __init__(self, client: AsyncClient, sid: str, follower: Follower) -> None:
        self._client = client
        self._sid = sid
        self.follow = follower.follow

    async def start(self, variables: bytes) -> str:
        """Start a run."""
        try:
            inputs = StartScenario(variables=msgspec.json.decode(variables))
        except InvalidRequestError as error:
            raise RefusedError("; ".join(map(str, error.violations))) from error
        try:
            started = await self._client.send(scenarios.start(self._sid, inputs))
        except ApiError as error:
            raise _meaning(error) from error
        return started.run_id

    async def cancel(self, run: str) -> None:
        """Stop a run."""
        try:
            await self._client.send(scenarios.cancel_run(self._sid, run))
        except (NotFoundError, ConflictError):
            return  # it has ended


def _meaning(error: ApiError) -> NothingBeganError | RefusedError | UnknownError:
    """Return what a failed start proves: that nothing began, that this row is refused, or nothing."""
    if error.uncertain:
        return UnknownError(str(error))
    if isinstance(error, _FINAL):
        return NothingBeganError(error, final=True)
    if isinstance(error, _PASSING):
        return NothingBeganError(error)
    return RefusedError(str(error))
