"""What is laid out, and what comes of it. Lengths are in pixels, from the top left."""

from __future__ import annotations

from callr_actions.named_tuple import NamedTuple


class Block(NamedTuple):
    """A box.

    Attributes:
        entry: how far below its top edge links come in.
    """

    width: float
    height: float
    entry: float


class Link(NamedTuple):
    """A line from one block to another; both are indexes.

    Attributes:
        port: how far below the top edge of the source it leaves.
        kind: links of one kind to one target run together.
    """

    source: int
    port: float
    target: int
    kind: str


class Place(NamedTuple):
    """Where a block stands."""

    x: float
    y: float
    width: float
    height: float


Points = tuple[tuple[float, float], ...]


class Arrangement(NamedTuple):
    """Everything in its place.

    Attributes:
        places: of each block.
        routes: the corners of each link, from its source to its target; None for one that is not drawn.
    """

    places: tuple[Place, ...]
    routes: tuple[Points | None, ...]
    width: float
    height: float
