"""Which column each block stands in, and which links go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.graph.layout.model import Link


class Ranks(NamedTuple):
    """The column of each block, and for each link whether it goes back (or to its own block)."""

    column: tuple[int, ...]
    back: tuple[bool, ...]


def components(count: int, links: Sequence[Link]) -> list[list[int]]:
    """Return the sets of blocks that hang together, in the order of their first ones."""
    leader = list(range(count))

    def find(block: int) -> int:
        while leader[block] != block:
            leader[block] = leader[leader[block]]
            block = leader[block]
        return block

    for link in links:
        first, second = sorted((find(link.source), find(link.target)))
        leader[second] = first
    found: dict[int, list[int]] = {}
    for block in range(count):
        found.setdefault(find(block), []).append(block)
    return list(found.values())


def ranks(count: int, links: Sequence[Link]) -> Ranks:
    """Put each block to the right of those that lead to it, as far as there is no circle.

    Circles are broken where a walk from the first block comes back to where it has been.
    """
    leaving: list[list[int]] = [[] for _ in range(count)]
    for index, link in enumerate(links):
        leaving[link.source].append(index)
    back = [link.source == link.target for link in links]
    finished = _walk(count, links, leaving, back)
    column = [0] * count
    entered = [False] * count
    for block in reversed(finished):
        for index in leaving[block]:
            if not back[index]:
                other = links[index].target
                entered[other] = True
                column[other] = max(column[other], column[block] + 1)
    for block in range(1, count):  # what nothing leads to stands just before what it leads to
        following = [column[links[index].target] for index in leaving[block] if not back[index]]
        if not entered[block] and following:
            column[block] = min(following) - 1
    return Ranks(tuple(column), tuple(back))


def _walk(count: int, links: Sequence[Link], leaving: list[list[int]], back: list[bool]) -> list[int]:
    """Mark the links that go back, and return the blocks in the order in which the walk left them."""
    state = [0] * count  # 1 while the walk is below a block, 2 behind it
    finished: list[int] = []
    for root in range(count):
        if state[root]:
            continue
        state[root] = 1
        work = [(root, 0)]
        while work:
            block, at = work.pop()
            for position in range(at, len(leaving[block])):
                index = leaving[block][position]
                other = links[index].target
                if state[other] == 0:
                    state[other] = 1
                    work += [(block, position + 1), (other, 0)]
                    break
                if state[other] == 1:
                    back[index] = True
            else:
                state[block] = 2
                finished.append(block)
    return finished
