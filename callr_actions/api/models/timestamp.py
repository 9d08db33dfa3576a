"""Times of the API: RFC 3339 text outside, an aware datetime inside, and the text as it came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from typing import Self

FORMAT: Final = "a time such as 2024-04-24T17:42:28Z (RFC 3339)"
_RFC_3339: Final = lazy_pattern(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


class Timestamp(datetime):
    """An aware datetime that remembers the text it was read from.

    Python counts in microseconds: further digits of the fraction are dropped for comparing and reckoning,
    and a leap second counts as the last microsecond before it. `wire` still gives the text as it came.
    """

    _text: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an RFC 3339 time (section 5.6).

        Raises:
            ValueError: it is none.
        """
        match = _RFC_3339.fullmatch(text)
        if match is None:
            raise ValueError(FORMAT)
        year, month, day, hour, minute, second = map(int, match.groups()[:6])
        microsecond = int((match[7] or "0")[:6].ljust(6, "0"))
        if second == 60:
            second, microsecond = 59, 999_999
        try:
            time = cls(year, month, day, hour, minute, second, microsecond, tzinfo=_zone(match[8]))
        except ValueError:
            raise ValueError(FORMAT) from None
        time._text = text
        return time

    @classmethod
    def of(cls, time: datetime) -> Self:
        """Take an aware datetime over.

        Raises:
            ValueError: it has no time zone.
        """
        if time.utcoffset() is None:
            raise ValueError("the time has no time zone")
        return cls.combine(time.date(), time.time(), tzinfo=time.tzinfo)

    @property
    def wire(self) -> str:
        """The text as it came, or RFC 3339 for a time that was made here, with `Z` for UTC."""
        return rfc3339(self) if self._text is None else self._text


def rfc3339(time: datetime) -> str:
    """Return an aware datetime as RFC 3339 text: whole seconds, or microseconds when there are any.

    RFC 3339 has no seconds in an offset, so a zone that has them (local mean time) is written in UTC.
    """
    offset = time.utcoffset()
    assert offset is not None
    if offset % timedelta(minutes=1):
        time = time.astimezone(UTC)
    return time.isoformat().replace("+00:00", "Z")


def _zone(text: str) -> timezone:
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:])
    if hours > 23 or minutes > 59:
        raise ValueError(FORMAT)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
