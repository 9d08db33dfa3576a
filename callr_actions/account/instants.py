"""Points in time: milliseconds since 1970 inside, RFC 3339 outside."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from callr_actions.lazy_pattern import lazy_pattern

_DAY = 24 * 3600 * 1000
_EPOCH = date(1970, 1, 1)
_RFC3339 = lazy_pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:)([0-9]{2})(?:\.([0-9]+))?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def written(at: int) -> str:
    """Return a time as the API writes it: `2024-04-24T17:42:28.000Z`.

    Args:
        at: milliseconds since 1970.
    """
    # A list writes hundreds of these; strftime would be most of its time.
    day, rest = divmod(at, _DAY)
    minutes, milliseconds = divmod(rest, 60_000)
    hour, minute = divmod(minutes, 60)
    second, thousandth = divmod(milliseconds, 1000)
    return f"{_date(day)}T{hour:02d}:{minute:02d}:{second:02d}.{thousandth:03d}Z"


@lru_cache(maxsize=1024)
def _date(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).isoformat()


def written_or_none(at: int | None) -> str | None:
    """Return a time as the API writes it, None for one that has not come."""
    return None if at is None else written(at)


def read(text: str) -> int | None:
    """Return the milliseconds since 1970 that an RFC 3339 date-time (section 5.6) names; None if it is none.

    Digits beyond the millisecond are dropped. A leap second counts as the last millisecond before it.
    """
    found = _RFC3339.fullmatch(text)
    if found is None:
        return None
    date, hours_minutes, second, fraction, offset = found.groups()
    leap = second == "60"
    try:
        whole = datetime.fromisoformat(
            f"{date}T{hours_minutes}{'59' if leap else second}{offset.upper().replace('Z', '+00:00')}"
        )
        milliseconds = int(whole.timestamp()) * 1000
    except (ValueError, OverflowError):
        return None
    return milliseconds + (999 if leap else int(((fraction or "") + "000")[:3]))
