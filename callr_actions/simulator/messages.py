"""What reaches a step that listens to a person."""

from __future__ import annotations

from callr_actions.named_tuple import NamedTuple


class Key(NamedTuple):
    """The person pressed a key: a digit, `*`, `#` or one of `A` to `D`."""

    key: str


class Words(NamedTuple):
    """The person began to speak; `lasts` is in milliseconds."""

    text: str
    lasts: int


class Silence(NamedTuple):
    """The person has stopped speaking."""
