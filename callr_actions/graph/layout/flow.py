"""One set of blocks that hang together, laid out from left to right."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from callr_actions.graph.layout.channels import STRAIGHT, Net, tracks
from callr_actions.graph.layout.columns import Bond, Columns, Item
from callr_actions.graph.layout.model import Arrangement, Place
from callr_actions.graph.layout.ranks import ranks
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.graph.layout.model import Block, Link, Points

# With more, lines would tell nobody anything, and finding places for them takes long.
MOST_LANES = 1_500
_TRACK = 10.0
_LEAVING = 16.0
_ARRIVING = 24.0
# Lines that go back, and so against the reader, bend before those that go on do.
_WEIGHT_BACK = 0.3
_WEIGHT_LANE = 3.0


class Trunk(NamedTuple):
    """All links of one kind that come to a target from one side: they share lanes and turns."""

    target: int
    kind: str
    back: bool


def lay_out(blocks: Sequence[Block], links: Sequence[Link]) -> Arrangement:
    """Give each block a place and each link its corners."""
    return _Flow(blocks, links).arrangement()


class _Flow:
    def __init__(self, blocks: Sequence[Block], links: Sequence[Link]) -> None:
        self._blocks = blocks
        self._links = links
        ranked = ranks(len(blocks), links)
        lowest = min(ranked.column)
        self._column = [column - lowest for column in ranked.column]
        self._back = ranked.back
        self._items = [Item(column, block.height) for column, block in zip(self._column, blocks, strict=True)]
        self._lanes: dict[tuple[Trunk, int], int] = {}
        self._drawn = self._make_lanes()
        self._heights = Columns(self._items, list(self._bonds())).heights()

    def _trunk(self, index: int) -> Trunk:
        link = self._links[index]
        return Trunk(link.target, link.kind, self._back[index])

    def _make_lanes(self) -> list[bool]:
        """Make a lane in each column that a link passes; return which links there was room for."""
        drawn = [False] * len(self._links)
        spans = [abs(self._column[link.source] - self._column[link.target]) for link in self._links]
        for index in sorted(range(len(self._links)), key=lambda index: spans[index]):
            link, trunk = self._links[index], self._trunk(index)
            first, last = sorted((self._column[link.source], self._column[link.target]))
            missing = [column for column in range(first + 1, last) if (trunk, column) not in self._lanes]
            if len(self._lanes) + len(missing) > MOST_LANES:
                continue
            drawn[index] = True
            for column in missing:
                self._lanes[trunk, column] = len(self._items)
                self._items.append(Item(column, 0.0))
        return drawn

    def _bonds(self) -> Sequence[Bond]:
        found: dict[tuple[int, float, int, float], Bond] = {}
        for index, link in enumerate(self._links):
            if not self._drawn[index] or link.source == link.target:
                continue
            stops = self._stops(index)
            for (here, port), (there, other) in itertools.pairwise(stops):
                ends = (there, other, here, port) if self._back[index] else (here, port, there, other)
                lanes = here >= len(self._blocks) and there >= len(self._blocks)
                weight = _WEIGHT_LANE if lanes else 1.0
                found.setdefault(ends, Bond(*ends, weight * (_WEIGHT_BACK if self._back[index] else 1.0)))
        return list(found.values())

    def _stops(self, index: int) -> list[tuple[int, float]]:
        """Return what a link passes: its source, lanes, its target; each with how far below its top."""
        link, trunk = self._links[index], self._trunk(index)
        start, end = self._column[link.source], self._column[link.target]
        step = -1 if trunk.back else 1
        lanes = [(self._lanes[trunk, column], 0.0) for column in range(start + step, end, step)]
        if start == end:
            lanes = []
        return [(link.source, link.port), *lanes, (link.target, self._blocks[link.target].entry)]

    def arrangement(self) -> Arrangement:
        """Put the columns side by side, with channels between them that are wide enough."""
        count = 1 + max(self._column)
        widths = [0.0] * count
        for column, block in zip(self._column, self._blocks, strict=True):
            widths[column] = max(widths[column], block.width)
        found = self._turns()
        channels = [found.get(channel, {}) for channel in range(-1, count - 1)]
        lefts: list[float] = []
        x = 0.0
        starts: list[float] = []
        for column in range(count):
            turns = channels[column]
            starts.append(x)
            # Left of the first column there is a channel only where something goes back into it.
            if turns or column > 0:
                x += _LEAVING + _TRACK * max(turns.values(), default=0) + _ARRIVING
            lefts.append(x)
            x += widths[column]
        places = tuple(
            Place(lefts[column], self._heights[index], widths[column], block.height)
            for index, (column, block) in enumerate(zip(self._column, self._blocks, strict=True))
        )
        routes = tuple(
            self._route(index, starts, lefts, widths, channels) if self._drawn[index] else None
            for index in range(len(self._links))
        )
        bottom = max(self._heights[index] + item.height for index, item in enumerate(self._items))
        return Arrangement(places, routes, x, bottom)

    def _pieces(self, index: int) -> list[tuple[int, float, float]]:
        """Return for each channel that a link passes: which, how high it comes in, how high it goes out."""
        link = self._links[index]
        stops = [self._heights[item] + port for item, port in self._stops(index)]
        start = self._column[link.source] - (1 if self._back[index] else 0)
        step = -1 if self._back[index] else 1
        return [(start + step * at, high, low) for at, (high, low) in enumerate(itertools.pairwise(stops))]

    def _turns(self) -> dict[int, dict[Trunk, int]]:
        """Return for each channel the track of each trunk in it."""
        ends: dict[int, dict[Trunk, tuple[set[float], set[float]]]] = {}
        for index, link in enumerate(self._links):
            if not self._drawn[index]:
                continue
            trunk = self._trunk(index)
            for channel, enters, leaves in self._pieces(index):
                left, right = ends.setdefault(channel, {}).setdefault(trunk, (set(), set()))
                if link.source == link.target:
                    right.update((enters, leaves))
                elif trunk.back:
                    right.add(enters)
                    left.add(leaves)
                else:
                    left.add(enters)
                    right.add(leaves)
        found: dict[int, dict[Trunk, int]] = {}
        for channel, trunks in ends.items():
            nets = [Net(tuple(sorted(left)), tuple(sorted(right))) for left, right in trunks.values()]
            found[channel] = dict(zip(trunks, tracks(nets), strict=True))
        return found

    def _route(
        self,
        index: int,
        starts: Sequence[float],
        lefts: Sequence[float],
        widths: Sequence[float],
        channels: Sequence[dict[Trunk, int]],
    ) -> Points:
        link, trunk = self._links[index], self._trunk(index)
        pieces = self._pieces(index)
        source, target = self._column[link.source], self._column[link.target]
        begins = lefts[source] if trunk.back else lefts[source] + widths[source]
        returns = trunk.back and link.source != link.target
        arrives = lefts[target] + widths[target] if returns else lefts[target]
        points = [(begins, pieces[0][1])]
        for channel, enters, leaves in pieces:
            x = starts[channel + 1] + _LEAVING + _TRACK * channels[channel + 1][trunk]
            if abs(enters - leaves) >= STRAIGHT:
                points += [(x, enters), (x, leaves)]
        points.append((arrives, pieces[-1][2]))
        return tuple(points)
