"""Requests about calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from callr_actions.api.models.directions import Direction
from callr_actions.api.models.timestamp import Timestamp
from callr_actions.api.requests.constraints import Choice, Time
from callr_actions.api.requests.identifiers import PHONE_NUMBER, SID
from callr_actions.api.requests.inputs import Inputs, query, request
from callr_actions.api.requests.violations import Fault, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_EXPORT: Final = timedelta(days=31)


@request
class ExportCalls(Inputs):
    """The calls of at most 31 days as CSV; the API makes five exports a day.

    Attributes:
        from_: the beginning: an aware datetime, or RFC 3339 text.
        to: the end, after the beginning (inferred).
        scenario: only the calls that this one handled.
        number: inbound, the number that was called; outbound, the number that forwarded.
    """

    operation = "callsExport"

    direction: Direction | str = query("direction", Choice.of(Direction))
    from_: datetime | str = query("from", Time())
    to: datetime | str = query("to", Time())
    scenario: str | None = query("scenario", SID, default=None)
    number: str | None = query("number", PHONE_NUMBER, default=None)

    def contradictions(self) -> Iterator[Violation]:
        """Yield a span that is empty or too long."""
        span = _time(self.to) - _time(self.from_)
        if span <= timedelta():
            yield Violation("to", Fault("not after `from`", "a later time than `from`"))
        elif span > LONGEST_EXPORT:
            found = f"{span / timedelta(days=1):.4g} days after `from`"
            yield Violation(
                "to", Fault(found, "at most 31 days after `from`; ask for a longer time in parts")
            )


def _time(value: datetime | str) -> datetime:
    return Timestamp.parse(value) if isinstance(value, str) else value
