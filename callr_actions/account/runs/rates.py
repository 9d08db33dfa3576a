"""What calls that go out cost. Callr publishes no prices with its API: these are the local account's own."""

from __future__ import annotations

from callr_actions.named_tuple import NamedTuple


class Destination(NamedTuple):
    """Numbers that cost the same.

    Attributes:
        id, label: as call records and the list of destinations have them.
        prefixes: what the numbers start with; the longest that fits counts.
        cents: for each minute that has begun.
    """

    id: int
    label: str
    prefixes: tuple[str, ...]
    cents: float


DESTINATIONS = (
    Destination(1, "France - Mobile", ("+336", "+337"), 1.5),
    Destination(42, "France - Geographic", ("+33",), 0.8925),
    Destination(43, "United Kingdom - Geographic", ("+44",), 1.2),
    Destination(44, "United Kingdom - Mobile", ("+447",), 3.1),
    Destination(45, "Germany - Geographic", ("+49",), 1.2),
    Destination(46, "United States", ("+1",), 1.0),
    Destination(99, "Rest of the world", ("+",), 12.5),
)
