"""Pages over any number of made-up items, which are made when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MIDDLE = 36**8 // 2  # items that appear later count down from here and stay within eight digits


@dataclass(slots=True)
class Listing:
    """A collection, newest first, that may move between two pages as a live account's does."""

    count: int
    inserted: int = 0  # items that appear at the front after each page: the next page repeats as many
    removed: int = 0  # items that vanish from the front after each page: the next page misses as many
    repeated: int = 0  # items of the last page that each further page begins with, under the same total
    cap: int = 100  # the server gives no more than this, whatever limit is asked for
    has_more: bool | None = None  # a lie that is told on every page
    total: int | None = None  # another
    _newest: int = field(default=_MIDDLE, init=False)
    _behind: int = field(default=0, init=False)

    def page(self, sample: dict[str, Any], offset: int, limit: int) -> dict[str, Any]:
        """A page in the documented shape."""
        size = min(limit, self.cap)
        self._behind = self._behind + self.repeated if offset else 0
        start = max(0, offset - self._behind)
        stop = min(start + size, self.count)
        hits = [_item(sample, self._newest + position) for position in range(start, stop)]
        answer = {
            "offset": offset,
            "total": self.count if self.total is None else self.total,
            "hasMore": offset + len(hits) < self.count if self.has_more is None else self.has_more,
            "hits": hits,
        }
        self._newest += self.removed - self.inserted
        self.count = max(0, self.count + self.inserted - self.removed)
        return answer


def _item(sample: dict[str, Any], identity: int) -> dict[str, Any]:
    """The sample under another id."""
    key = next(name for name in ("e164", "id", "sid") if name in sample)
    if key == "e164":
        return {**sample, key: f"+3319{identity}"}
    digits = ""
    for _ in range(8):
        identity, digit = divmod(identity, 36)
        digits = _DIGITS[digit] + digits
    return {**sample, key: digits}
