"""Times as people give them: a day, a day and an hour, or RFC 3339 to the last digit."""

from __future__ import annotations

from datetime import datetime

import click

from callr_actions.lazy_pattern import lazy_pattern

_EXACT = lazy_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def time(value: str) -> datetime | str:
    """Return a time; without a zone it is in this machine's, and a day begins at midnight.

    Raises:
        click.BadParameter: it is none.
    """
    if _EXACT.fullmatch(value):
        return value  # as it is, with more digits than a datetime has
    try:
        return datetime.fromisoformat(value).astimezone()
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter(
            f"`{value}` is not a time; write 2025-03-31, 2025-03-31T18:00 or 2025-03-31T18:00:00Z"
        ) from None
