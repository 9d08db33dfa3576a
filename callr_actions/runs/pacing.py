"""How long to wait before a run is asked about again: short while it moves, longer while it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Pace(NamedTuple):
    """How often to ask; times in seconds.

    Attributes:
        first: the wait after a change, and at the start.
        growth: each wait in which nothing changes is so many times as long as the one before.
        longest: no wait is longer, unless the account asks for it.
        jitter: the part of a wait that is left to chance, so that runs started together are not asked about
            together.
    """

    first: float = 0.25
    growth: float = 1.5
    longest: float = 5.0
    jitter: float = 0.2


class Pacing:
    """Says how long to wait; knows no clock and sleeps nowhere.

    Args:
        pace: how often to ask.
        random: a number from 0 to 1.
    """

    def __init__(self, pace: Pace, random: Callable[[], float]) -> None:
        self._pace = pace
        self._random = random
        self._next = pace.first

    def wait(self, *, changed: bool, asked: float = 0.0) -> float:
        """Return how many seconds to wait before the next question.

        Args:
            changed: whether the last answer was news.
            asked: what the account asks for with Retry-After; never less than that is waited.
        """
        pace = self._pace
        if changed:
            self._next = pace.first
        wait = self._next * (1 - pace.jitter * self._random())
        self._next = min(self._next * pace.growth, pace.longest)
        return max(wait, asked)
