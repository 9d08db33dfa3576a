"""The account's time: real, ten times as fast, or virtual.

Virtual time stands still between requests. A request that writes moves it by a millisecond, so that what
happened later has a later time; work that is due later pulls it forward. An account with a fixed start never
looks at the wall clock: the same requests give the same times. Time never goes back, whatever clock the file
was opened with before.
"""

from __future__ import annotations

import time
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.account.database import Database

_NOW = "clock-now"
_FIXED = "clock-fixed"


class Pace(Enum):
    """How the account's time goes."""

    VIRTUAL = "virtual"
    REAL = "real"
    TENFOLD = "x10"


def wall() -> int:
    """Return the wall clock in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Clock:
    """Tells the account's time, in milliseconds since 1970.

    Args:
        database: keeps the time of a virtual clock, and how far others were moved.
        pace: how time goes.
        start: the time at which a new virtual account starts, and from then on no wall clock counts; None
            starts it now.
        wall_clock: tells the wall clock.
    """

    def __init__(
        self,
        database: Database,
        pace: Pace,
        *,
        start: int | None = None,
        wall_clock: Callable[[], int] = wall,
    ) -> None:
        self.pace = pace
        self._database = database
        self._wall = wall_clock
        with database.transaction(writes=True):
            kept = database.setting(_NOW)
            if kept is None and start is not None:
                database.set(_FIXED, 1)
            begin = wall_clock() if start is None else start
            fixed = pace is Pace.VIRTUAL and database.setting(_FIXED)
            self._anchor: int = begin if kept is None else kept if fixed else max(kept, wall_clock())
            database.set(_NOW, self._anchor)
        self._since = wall_clock()

    @property
    def virtual(self) -> bool:
        """Whether time only moves with requests."""
        return self.pace is Pace.VIRTUAL

    def now(self) -> int:
        """Return the account's time."""
        if self.virtual:
            # Another process may have moved it.
            return int(self._database.setting(_NOW))
        factor = 10 if self.pace is Pace.TENFOLD else 1
        return self._anchor + (self._wall() - self._since) * factor

    def wait(self, until: int) -> float:
        """Return the seconds of wall time until a moment; 0 for a past one."""
        factor = 10 if self.pace is Pace.TENFOLD else 1
        return max(0, until - self.now()) / (1000 * factor)

    def tick(self) -> int:
        """Let a virtual clock go on by a millisecond, within a transaction that writes; return the time."""
        return self.advance(1) if self.virtual else self.now()

    def reach(self, moment: int) -> int:
        """Let time go on to a moment that lies ahead, within a transaction that writes; return the time."""
        return self.advance(max(0, moment - self.now()))

    def advance(self, milliseconds: int) -> int:
        """Let time jump forward, within a transaction that writes; return the time."""
        if not self.virtual:
            self._anchor += milliseconds
        now = self.now() + (milliseconds if self.virtual else 0)
        self._database.set(_NOW, now)
        return now
