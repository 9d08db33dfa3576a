"""Everything on one sheet: what hangs together side by side or below each other, in a readable shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.graph.layout.flow import lay_out
from callr_actions.graph.layout.model import Arrangement, Place
from callr_actions.graph.layout.packing import packed
from callr_actions.graph.layout.ranks import components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.graph.layout.model import Block, Link, Points


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
    corners, width, height = packed(parts)
    for group, inside, part, (x, y) in zip(groups, indexes, parts, corners, strict=True):
        for block, place in zip(group, part.places, strict=True):
            places[block] = place._replace(x=place.x + x, y=place.y + y)
        for index, route in zip(inside, part.routes, strict=True):
            routes[index] = None if route is None else tuple((px + x, py + y) for px, py in route)
    return Arrangement(tuple(places), tuple(routes), width, height)
