"""What becomes of a message, by whom it is sent to: most arrive, and some test numbers show each failure.

The test numbers are the local account's choice, of a French range that is kept free for fiction.
"""

from __future__ import annotations

from callr_actions.named_tuple import NamedTuple


class Fate(NamedTuple):
    """How messages to some numbers go.

    Attributes:
        prefix: what the numbers start with.
        path: the statuses, one after the other.
        error: what is told in the end, "" where nothing went wrong.
    """

    prefix: str
    path: tuple[str, ...]
    error: str


DELIVERED = Fate("+", ("created", "pending", "sent", "remote-queued", "delivered"), "")
FAILURES = (
    Fate(
        "+336399890",
        ("created", "pending", "sent", "remote-queued", "failed"),
        "the handset refused the message",
    ),
    Fate(
        "+336399891",
        ("created", "pending", "sent", "remote-queued", "expired"),
        "the handset was not reachable in time",
    ),
    Fate("+336399892", ("created", "pending", "error"), "no network takes messages for this number"),
)


def fate(recipient: str) -> Fate:
    """Return how a message to a number goes."""
    return next((each for each in FAILURES if recipient.startswith(each.prefix)), DELIVERED)
