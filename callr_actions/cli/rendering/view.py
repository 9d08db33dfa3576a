"""What is to be known of a kind of object to show it: its fields, their kinds, the columns of its table."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(Enum):
    """What a field holds, as far as people want to see it otherwise than as it came."""

    TEXT = "text"
    TIME = "time"
    MONEY = "money"
    SECONDS = "seconds"
    BYTES = "bytes"
    LINES = "lines"


class View(NamedTuple):
    """How a kind of object is shown.

    Attributes:
        one, many: what it is called.
        fields: the kind of each field that the API is known to send, by its name there, in order.
        columns: the paths of the columns of a table, by their titles.
    """

    one: str
    many: str
    fields: Mapping[str, Kind]
    columns: Mapping[str, str]

    def kind(self, path: str) -> Kind:
        """Return the kind of what a path leads to; inside other objects everything is text."""
        return self.fields.get(path, Kind.TEXT)
