"""The day on which the program runs: the one place that asks, so that tests can say it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def today() -> date:
    """Return the day as the machine's time zone has it."""
    return datetime.now(UTC).astimezone().date()
