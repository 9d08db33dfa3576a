"""When a request is sent again, and after how long; httpx-retries does the sending again.

GET, PUT and DELETE mean the same when they arrive twice. POST and PATCH do not, and the API has no
idempotency key: they are sent again only where nothing can have happened, which is after a 429 and when no
connection came about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx
from httpx_retries import Retry

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.api.edge import Edge

_TOO_MANY: Final = 429
_SERVER_FAULTS: Final = frozenset(range(500, 600))
_BEFORE_SENDING: Final = (httpx.ConnectError, httpx.ConnectTimeout)
_ANY_FAULT: Final = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)
_REPEATABLE: Final = frozenset({"GET", "PUT", "DELETE"})


class RetryPolicy(NamedTuple):
    """How patient a client is; all times in seconds.

    Attributes:
        retries: how often a request is sent again at most.
        first_wait: the longest wait before the first retry; it doubles with each. The wait is random between
            nothing and that (full jitter), so that clients which failed together do not return together.
        longest_wait: no wait is longer.
        longest_retry_after: what a server may ask for with Retry-After; if it asks for more, the request
            fails at once and says so.
    """

    retries: int = 4
    first_wait: float = 0.5
    longest_wait: float = 30.0
    longest_retry_after: float = 120.0


class Attempts(Retry):
    """The retries of one request: made for it, counted in place, read by the error.

    Args:
        policy: how patient to be.
        method: of the request.
        edge: waiting and chance.
    """

    def __init__(self, policy: RetryPolicy, method: str, edge: Edge) -> None:
        self._policy = policy
        self._edge = edge
        self._hopeless = False
        repeatable = method in _REPEATABLE
        super().__init__(
            total=policy.retries,
            allowed_methods=(method,),
            status_forcelist=(_TOO_MANY, *_SERVER_FAULTS) if repeatable else (_TOO_MANY,),
            retry_on_exceptions=_ANY_FAULT if repeatable else _BEFORE_SENDING,
            max_backoff_wait=policy.longest_retry_after,
        )

    @property
    def made(self) -> int:
        """How often the request was sent up to now."""
        return self.attempts_made + 1

    @property
    def allowed(self) -> int:
        """The most it may be sent."""
        return self.total + 1

    def look_at(self, response: httpx.Response) -> float:
        """Return what Retry-After asks for, in seconds, and give up where that is too long."""
        asked = self.asked(response)
        self._hopeless = asked > self._policy.longest_retry_after
        return asked

    def asked(self, response: httpx.Response) -> float:
        """Return what Retry-After asks for, in seconds; 0 where it asks for nothing intelligible."""
        try:
            return self.parse_retry_after(response.headers.get("retry-after", ""))
        except ValueError:
            return 0.0

    def is_exhausted(self) -> bool:
        """Whether nothing is sent again."""
        return self._hopeless or super().is_exhausted()

    def is_retryable_exception(self, exception: Exception) -> bool:
        """Whether it may pass; a certificate that is not trusted will not be a second later."""
        return super().is_retryable_exception(exception) and "CERTIFICATE_VERIFY" not in str(exception)

    def increment(self) -> Attempts:
        """Count one more, in place: these are the attempts of one request only."""
        self.attempts_made += 1
        return self

    def wait(self, failed: httpx.Response | Exception) -> float:
        """Return how many seconds to wait before the next attempt."""
        asked = self.asked(failed) if isinstance(failed, httpx.Response) else 0.0
        if asked > 0:
            return asked
        longest = self._policy.first_wait * 2.0 ** (self.attempts_made - 1)
        return min(longest, self._policy.longest_wait) * self._edge.random()

    def sleep(self, response: httpx.Response | Exception) -> None:
        """Wait, for the sync client."""
        self._edge.sleep(self.wait(response))

    async def asleep(self, response: httpx.Response | Exception) -> None:
        """Wait, for the async client."""
        await self._edge.asleep(self.wait(response))
