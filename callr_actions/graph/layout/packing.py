"""Parts of a picture that no line joins, put on one sheet: into what the parts before them left free."""

from __future__ import annotations

from math import ceil, log, sqrt
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from callr_actions.graph.layout.model import Arrangement

_BETWEEN = 44.0
# Width to height: about that of a screen.
_SHAPE = 1.6
# The sheet is looked at in strips from top to bottom, each so wide.
_STRIP = 20.0
_WIDER = (1.0, 1.25, 1.6, 2.0)


class _Part(NamedTuple):
    """A part: its size, and how far down it reaches in each strip (0 where there is nothing)."""

    width: float
    height: float
    reach: tuple[float, ...]


def packed(parts: Sequence[Arrangement]) -> tuple[list[tuple[float, float]], float, float]:
    """Return the corner of each part, and the size of the whole. The first one stands at the top left."""
    shapes = [_shape(part) for part in parts]
    widest = max(shape.width for shape in shapes)
    area = sum((shape.width + _BETWEEN) * (shape.height + _BETWEEN) for shape in shapes)
    limits = {widest, *(max(widest, sqrt(area * _SHAPE) * wider) for wider in _WIDER)}
    tries = [_placed(shapes, limit) for limit in sorted(limits)]
    return min(tries, key=lambda made: abs(log(made[1] / made[2] / _SHAPE)))


def _shape(part: Arrangement) -> _Part:
    reach = [0.0] * ceil(part.width / _STRIP)
    for left, right, bottom in _pieces(part):
        for strip in range(int(left / _STRIP), min(ceil(right / _STRIP), len(reach))):
            reach[strip] = max(reach[strip], bottom)
    return _Part(part.width, part.height, tuple(reach))


def _pieces(part: Arrangement) -> Iterator[tuple[float, float, float]]:
    """Yield everything that is drawn: its left and right edge, and the lower one."""
    for place in part.places:
        yield place.x, place.x + place.width, place.y + place.height
    for route in part.routes:
        for (x1, y1), (x2, y2) in zip(route or (), (route or ())[1:], strict=False):
            yield min(x1, x2) - 1.0, max(x1, x2) + 1.0, max(y1, y2)


def _placed(shapes: Sequence[_Part], limit: float) -> tuple[list[tuple[float, float]], float, float]:
    strips = ceil(limit / _STRIP)
    ground = [0.0] * strips  # how far down the sheet is taken, in each strip
    corners: list[tuple[float, float]] = []
    across = down = 0.0
    for shape in shapes:
        wide = len(shape.reach)
        # One strip beside it stays free, and so is looked at as well.
        y, at = min(
            (max(ground[max(start - 2, 0) : start + wide + 2]), start)
            for start in range(max(strips - wide, 0) + 1)
        )
        y += _BETWEEN if y else 0.0
        corners.append((at * _STRIP, y))
        for strip, reach in enumerate(shape.reach, at):
            if reach:
                ground[strip] = max(ground[strip], y + reach)
        across, down = max(across, at * _STRIP + shape.width), max(down, y + shape.height)
    return corners, across, down
