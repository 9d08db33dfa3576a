"""How high everything in the columns stands: boxes, and the lanes of lines that pass between them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SWEEPS = 8
_ALIGNMENTS = 6
# How far something may move to make a line straight, and what share of the gaps has to be left.
_LITTLE = 14.0
_TIGHT = 0.75
_BETWEEN_BOXES = 30.0
_BETWEEN_LANES = 12.0
_BESIDE_LANE = 18.0


class Item(NamedTuple):
    """Something in a column: a block, or a lane where `height` is 0."""

    column: int
    height: float


class Bond(NamedTuple):
    """A piece of a line between neighbouring columns: two items, and how far below their tops it ends."""

    left: int
    left_port: float
    right: int
    right_port: float
    weight: float


class Columns:
    """Finds an order without many crossings, then moves everything to where lines become straight."""

    def __init__(self, items: Sequence[Item], bonds: Sequence[Bond]) -> None:
        self._items = items
        self._bonds = bonds
        self._columns: list[list[int]] = [[] for _ in range(1 + max(item.column for item in items))]
        for index, item in enumerate(items):
            self._columns[item.column].append(index)
        self._from_left: list[list[Bond]] = [[] for _ in items]
        self._from_right: list[list[Bond]] = [[] for _ in items]
        self._between: list[list[Bond]] = [[] for _ in self._columns]
        for bond in bonds:
            self._from_left[bond.right].append(bond)
            self._from_right[bond.left].append(bond)
            self._between[items[bond.left].column].append(bond)
        self._y = [0.0] * len(items)

    def heights(self) -> list[float]:
        """Return the top edge of each item; the highest is at 0."""
        for column in range(len(self._columns)):
            self._settle(column, [self._y[item] for item in self._columns[column]])
        best = self._costs(), self._kept()
        for sweep in range(_SWEEPS):
            self._sweep(forward=sweep % 2 == 0)
            costs = self._costs()
            if costs < best[0]:
                best = costs, self._kept()
            if costs[0] == 0 and sweep >= 1:
                break
        self._columns, self._y = best[1]
        for turn in range(_ALIGNMENTS):
            self._align(forward=turn % 2 == 0)
        for turn in range(_ALIGNMENTS):
            self._straighten(forward=turn % 2 == 0)
        top = min(self._y)
        return [y - top for y in self._y]

    def _kept(self) -> tuple[list[list[int]], list[float]]:
        return [list(column) for column in self._columns], list(self._y)

    def _sweep(self, *, forward: bool) -> None:
        """Sort each column by where its lines come from, and put it there."""
        for column in self._order(forward=forward):
            keys = {item: self._other_ends(item, forward=forward) for item in self._columns[column]}
            known = [item for item in self._columns[column] if keys[item] is not None]
            known.sort(key=lambda item: keys[item] or 0.0)
            ordered = iter(known)  # what has no lines on that side keeps its place in the column
            self._columns[column] = [
                item if keys[item] is None else next(ordered) for item in self._columns[column]
            ]
            self._settle(column, [self._wanted(item, forward=forward) for item in self._columns[column]])

    def _align(self, *, forward: bool) -> None:
        for column in self._order(forward=forward):
            self._settle(column, [self._wanted(item, forward=forward) for item in self._columns[column]])

    def _straighten(self, *, forward: bool) -> None:
        """Move by a little what makes a line straight, where there is room: small bends are ugly."""
        for column in self._order(forward=forward):
            items = self._columns[column]
            for position, item in enumerate(items):
                bonds = self._from_left[item] if forward else self._from_right[item]
                heaviest = max(bonds, key=lambda bond: bond.weight, default=None)
                if heaviest is None:
                    continue
                left, right = self._y[heaviest.left] + heaviest.left_port, self._y[heaviest.right]
                moved = (left - right - heaviest.right_port) * (1.0 if forward else -1.0)
                y = self._y[item] + moved
                if abs(moved) <= _LITTLE and self._fits(items, position, y):
                    self._y[item] = y

    def _fits(self, items: Sequence[int], position: int, y: float) -> bool:
        """Return whether an item of a column may stand there, with its neighbours where they are."""
        item = items[position]
        if position:
            above = items[position - 1]
            if y < self._y[above] + self._items[above].height + self._gap(above, item) * _TIGHT:
                return False
        if position + 1 < len(items):
            below = items[position + 1]
            return y + self._items[item].height + self._gap(item, below) * _TIGHT <= self._y[below]
        return True

    def _order(self, *, forward: bool) -> Iterator[int]:
        last = len(self._columns)
        yield from range(1, last) if forward else range(last - 2, -1, -1)

    def _other_ends(self, item: int, *, forward: bool) -> float | None:
        """Return how high the other ends of an item's lines are, on one side."""
        if forward:
            ends = [(self._y[bond.left] + bond.left_port, bond.weight) for bond in self._from_left[item]]
        else:
            ends = [(self._y[bond.right] + bond.right_port, bond.weight) for bond in self._from_right[item]]
        return _mean(ends)

    def _wanted(self, item: int, *, forward: bool) -> float:
        """Return where an item would have to be for its lines on one side to be straight."""
        if forward:
            ends = [
                (self._y[bond.left] + bond.left_port - bond.right_port, bond.weight)
                for bond in self._from_left[item]
            ]
        else:
            ends = [
                (self._y[bond.right] + bond.right_port - bond.left_port, bond.weight)
                for bond in self._from_right[item]
            ]
        wanted = _mean(ends)
        return self._y[item] if wanted is None else wanted

    def _settle(self, column: int, wanted: Sequence[float]) -> None:
        """Put the items of a column as near as possible to where they want to be, none on another.

        What would overlap becomes one group, which stands where it is best for all of it: the least squares
        for a given order.
        """
        items = self._columns[column]
        offsets = [0.0]
        for above, below in itertools.pairwise(items):
            offsets.append(offsets[-1] + self._items[above].height + self._gap(above, below))
        groups: list[tuple[float, int]] = []  # the sum of what is wanted, and how many
        for want, offset in zip(wanted, offsets, strict=False):
            total, size = want - offset, 1
            while groups and groups[-1][0] / groups[-1][1] > total / size:
                more, count = groups.pop()
                total, size = total + more, size + count
            groups.append((total, size))
        position = 0
        for total, size in groups:
            for _ in range(size):
                self._y[items[position]] = total / size + offsets[position]
                position += 1

    def _gap(self, above: int, below: int) -> float:
        lanes = (self._items[above].height == 0) + (self._items[below].height == 0)
        return (_BETWEEN_BOXES, _BESIDE_LANE, _BETWEEN_LANES)[lanes]

    def _costs(self) -> tuple[int, float]:
        """Return how many lines cross, and how far up and down they go."""
        crossings, climbed = 0, 0.0
        for bonds in self._between:
            ends = [
                (self._y[bond.left] + bond.left_port, self._y[bond.right] + bond.right_port) for bond in bonds
            ]
            climbed += sum(abs(left - right) for left, right in ends)
            crossings += _inversions([right for _, right in sorted(ends)])
        return crossings, climbed


def _mean(values: Sequence[tuple[float, float]]) -> float | None:
    weight = sum(weight for _, weight in values)
    return sum(value * weight for value, weight in values) / weight if weight else None


def _inversions(values: Sequence[float]) -> int:
    """Return how many pairs stand in the wrong order."""
    from bisect import bisect_right, insort  # noqa: PLC0415

    found = 0
    seen: list[float] = []
    for value in values:
        found += len(seen) - bisect_right(seen, value)
        insort(seen, value)
    return found
