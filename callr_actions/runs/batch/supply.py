"""Which row is next: whose window is open, in the order of the input, no faster than the rate."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from callr_actions.runs.batch.kept_rows import WaitingRow
    from callr_actions.runs.batch.ledger import Ledger
    from callr_actions.runs.batch.windows import Windows

_CHUNK: Final = 256


class Supply:
    """Hands each waiting row out once.

    Args:
        ledger: has the rows.
        windows: when they may be called.
    """

    def __init__(self, ledger: Ledger, windows: Windows) -> None:
        self._ledger = ledger
        self._windows = windows
        self._zones = ledger.waiting_zones()
        self._ready: dict[int, deque[WaitingRow]] = {zone: deque() for zone in self._zones}
        self._handed: dict[int, int] = dict.fromkeys(self._zones, 0)
        self._from: dict[int, int] = {}
        self._minute = -1
        self._open: dict[int, bool] = {}

    def next(self, now: float) -> WaitingRow | None:
        """Return the first row that may be started now; None where none may.

        Args:
            now: seconds since 1970.
        """
        open_now = [zone for zone in self._filled() if self._is_open(zone, now)]
        if not open_now:
            return None
        best = min(open_now, key=lambda zone: self._ready[zone][0].id)
        row = self._ready[best].popleft()
        self._from[row.id] = best
        return row

    def give_back(self, row: WaitingRow) -> None:
        """Take a row back for which nothing began; it is the first of its zone again."""
        zone = self._from.pop(row.id)
        self._ready[zone].appendleft(row)
        if zone not in self._zones:
            self._zones[zone] = self._names(zone)

    def done_with(self, row: WaitingRow) -> None:
        """Forget where a row came from: it will not be given back."""
        self._from.pop(row.id, None)

    def opens(self, now: float) -> float | None:
        """Return when the next row may be started, from now on; None where none is left."""
        filled = self._filled()
        if any(self._is_open(zone, now) for zone in filled):
            return now
        moments = (self._windows.next_opening(self._zones[zone], now) for zone in filled)
        return min((moment for moment in moments if moment is not None), default=None)

    def _filled(self) -> list[int]:
        """Return the zones in which rows wait; forget the others."""
        empty = [zone for zone in self._zones if not self._fill(zone)]
        for zone in empty:
            del self._zones[zone]
        return list(self._zones)

    def _is_open(self, zone: int, now: float) -> bool:
        minute = int(now // 60)  # nothing opens or closes within one
        if minute != self._minute:
            self._minute = minute
            self._open.clear()
        found = self._open.get(zone)
        if found is None:
            found = self._open[zone] = self._windows.is_open(self._zones[zone], now)
        return found

    def _fill(self, zone: int) -> bool:
        ready = self._ready[zone]
        if not ready:
            ready.extend(self._ledger.waiting(zone, self._handed[zone], _CHUNK))
            if ready:
                self._handed[zone] = ready[-1].id
        return bool(ready)

    def _names(self, zone: int) -> tuple[str, ...]:
        names = self._ledger.query("select names from zones where id = ?", zone).fetchone()[0]
        return tuple(names.split())
