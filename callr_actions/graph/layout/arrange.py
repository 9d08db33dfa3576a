"""Everything on one sheet: what hangs together side by side or below each other, in a readable shape."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from callr_actions.graph.layout.flow import lay_out
from callr_actions.graph.layout.model import Arrangement, Place
from callr_actions.graph.layout.ranks import components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.graph.layout.model import Block, Link, Points

_BETWEEN = 48.0
# Width to height: about that of a screen.
_SHAPE = 1.6
_MOST_TRIES = 40


def arrange(blocks: Sequence[Block], links: Sequence[Link]) -> Arrangement:
    """Lay out blocks and links; blocks that no link joins to others are set apart."""
    if not blocks:
        return Arrangement((), (), 0.0, 0.0)
    groups = components(len(blocks), links)
    group_of = {block: number for number, group in enumerate(groups) for block in group}
    places: list[Place] = [Place(0, 0, 0, 0)] * len(blocks)
    routes: list[Points | None] = [None] * len(links)
    indexes: list[list[int]] = [[] for _ in groups]
    for index, link in enumerate(links):
        indexes[group_of[link.source]].append(index)
    parts: list[Arrangement] = []
    for group, inside in zip(groups, indexes, strict=True):
        at = {block: position for position, block in enumerate(group)}
        parts.append(
            lay_out(
                [blocks[block] for block in group],
                [
                    links[index]._replace(source=at[links[index].source], target=at[links[index].target])
                    for index in inside
                ],
            )
        )
    corners, width, height = _packed([(part.width, part.height) for part in parts])
    for group, inside, part, (x, y) in zip(groups, indexes, parts, corners, strict=True):
        for block, place in zip(group, part.places, strict=True):
            places[block] = place._replace(x=place.x + x, y=place.y + y)
        for index, route in zip(inside, part.routes, strict=True):
            routes[index] = None if route is None else tuple((px + x, py + y) for px, py in route)
    return Arrangement(tuple(places), tuple(routes), width, height)


def _packed(sizes: Sequence[tuple[float, float]]) -> tuple[list[tuple[float, float]], float, float]:
    """Put rectangles into rows, in their order; return their corners, and the size of the whole."""
    widest = max(width for width, _ in sizes)
    limits = {widest}
    reach = 0.0
    for width, _ in sizes[:_MOST_TRIES]:
        reach += width + _BETWEEN
        limits.add(max(widest, reach))
    tries = [_rows(sizes, limit) for limit in sorted(limits)]
    return min(tries, key=lambda made: abs(log(made[1] / made[2] / _SHAPE)))


def _rows(
    sizes: Sequence[tuple[float, float]], limit: float
) -> tuple[list[tuple[float, float]], float, float]:
    corners: list[tuple[float, float]] = []
    x = y = row = across = 0.0
    for width, height in sizes:
        if x and x + width > limit:
            x, y, row = 0.0, y + row + _BETWEEN, 0.0
        corners.append((x, y))
        across, row = max(across, x + width), max(row, height)
        x += width + _BETWEEN
    return corners, across, y + row
