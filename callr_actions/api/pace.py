"""Not asking faster than an account allows, and slowing down when it says so."""

from __future__ import annotations

from threading import Lock

from callr_actions.named_tuple import NamedTuple

# After a 429 the rate halves, but not below this part of what was set.
_SLOWEST = 1 / 32
# Each answer that is not a 429 wins back this part of what was set.
_RECOVERY = 1 / 50


class RateLimit(NamedTuple):
    """The most requests to send. Callr publishes no figure; the default is careful (assumed).

    Attributes:
        per_second: in the long run; above 0.
        burst: how many may go at once after a pause; from 1 on.
    """

    per_second: float = 10.0
    burst: int = 20


class Pacer:
    """Says how long to wait before the next request; knows no clock and sleeps nowhere.

    A bucket of turns: full at the start, refilled at the present rate, one taken for each request. Who finds
    it empty takes a turn of the future and waits for it. Times are in seconds of any clock that only goes
    forward. Safe to share between threads.
    """

    def __init__(self, limit: RateLimit) -> None:
        if limit.per_second <= 0 or limit.burst < 1:
            raise ValueError("a rate limit is above 0 requests a second, with a burst of at least 1")
        self._limit = limit
        self._rate = limit.per_second
        self._turns = float(limit.burst)
        # When the bucket was last refilled; in the future while everything is paused.
        self._refilled = float("-inf")
        self._lock = Lock()

    @property
    def rate(self) -> float:
        """Requests a second at present."""
        return self._rate

    def reserve(self, now: float) -> float:
        """Take the next turn and return how many seconds to wait for it."""
        with self._lock:
            start = max(now, self._refilled)
            self._turns = min(float(self._limit.burst), self._turns + (start - self._refilled) * self._rate)
            self._refilled = start
            self._turns -= 1
            return (start - now) + max(0.0, -self._turns / self._rate)

    def refused(self, now: float, retry_after: float = 0.0) -> None:
        """Slow down after a 429; nobody asks before `retry_after` seconds are over.

        Several refusals of requests that were under way together count as one.
        """
        with self._lock:
            if now >= self._refilled:
                self._rate = max(self._rate / 2, self._limit.per_second * _SLOWEST)
            self._refilled = max(self._refilled, now + max(retry_after, 1 / self._rate))
            # The refused request gets its turn back, the burst is used up: what follows comes one by one.
            self._turns = min(self._turns + 1, 1.0)

    def accepted(self) -> None:
        """Win a little speed back after an answer that is not a 429."""
        if self._rate < self._limit.per_second:
            with self._lock:
                step = self._limit.per_second * _RECOVERY
                self._rate = min(self._limit.per_second, self._rate + step)
