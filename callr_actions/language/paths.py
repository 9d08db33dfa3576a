"""Where a run can go: a graph over the steps of a scenario. Every question about paths starts here.

A point is a place that a run can be at; an edge leads to a place that it can be at next. One graph holds
all branches. Legs other than the one that a branch runs on, and handlers that run later, hang on edges
of their own kind, so that each question can leave them out.
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from callr_actions.language.facts import ActionFacts
    from callr_actions.language.scenario import Branch, Step


class PointKind(Enum):
    """What happens at a point."""

    __hash__ = object.__hash__  # members are unique; the hash of their name takes five times as long

    ENTRY = "entry"
    """A branch or a handler begins."""
    STEP = "step"
    """A step begins: its condition is decided."""
    ACTION = "action"
    """The step's action runs."""
    GOTO = "goto"
    """The step's `goto` is followed."""
    EXIT = "exit"
    """The end of a branch or a handler."""


class Way(Enum):
    """How a run gets along an edge."""

    __hash__ = object.__hash__  # as above

    NEXT = "next"
    TAKEN = "taken"
    """The condition held."""
    SKIPPED = "skipped"
    """The condition did not hold."""
    GOTO = "goto"
    ANSWER = "answer"
    """The branch begins on another leg, the one that was dialled."""
    EVENT = "event"
    """The handler begins later."""


SAME_LEG = frozenset((Way.NEXT, Way.TAKEN, Way.SKIPPED, Way.GOTO))
ALL_WAYS = frozenset(Way)


class Point(NamedTuple):
    """A place that a run can be at.

    Attributes:
        branch: the branch in whose text it stands.
        step: None at entries and exits.
        handler: the event whose handler begins or ends here.
    """

    kind: PointKind
    branch: Branch
    step: Step | None = None
    handler: str | None = None


class Edge(NamedTuple):
    """A way from one point to another; `to` is the other's index."""

    to: int
    way: Way


class Paths(NamedTuple):
    """The graph.

    Attributes:
        points: all points; their indexes name them everywhere.
        edges: the edges that leave each point.
        facts: what is known of the action at a point; no entry for other points and unknown actions.
        entries: branch name -> the point at which it begins.
        starts: where runs begin, the branch `hangup` included.
        steps: step -> the point at which it begins. Items of a list that are no mapping have none.
        leaving: steps behind which the run never goes on with the next step of the same list.
        blind: points from which the run goes to a branch that is not known before it happens.
        open_ended: whether there is such a point, or an answered leg whose branch is not known.
    """

    points: tuple[Point, ...]
    edges: tuple[tuple[Edge, ...], ...]
    facts: Mapping[int, ActionFacts]
    entries: Mapping[str, int]
    starts: tuple[int, ...]
    steps: Mapping[Step, int]
    leaving: frozenset[Step]
    blind: frozenset[int]
    open_ended: bool

    def reach(self, starts: Iterable[int], ways: Collection[Way] = ALL_WAYS) -> frozenset[int]:
        """Return the points that can be got to, the starts included."""
        waiting = list(starts)
        found = set(waiting)
        while waiting:
            for edge in self.edges[waiting.pop()]:
                if edge.way in ways and edge.to not in found:
                    found.add(edge.to)
                    waiting.append(edge.to)
        return frozenset(found)

    def leading_to(self, ends: Iterable[int], ways: Collection[Way] = ALL_WAYS) -> frozenset[int]:
        """Return the points from which one of some points can be got to, those points included."""
        before: dict[int, list[int]] = defaultdict(list)
        for point, edges in enumerate(self.edges):
            for edge in edges:
                if edge.way in ways:
                    before[edge.to].append(point)
        waiting = list(ends)
        found = set(waiting)
        while waiting:
            for point in before[waiting.pop()]:
                if point not in found:
                    found.add(point)
                    waiting.append(point)
        return frozenset(found)


def components(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the sets of points that can all get to each other, each set before those that lead to it.

    Args:
        successors: for each point the points that it leads to.
    """
    order = [0] * len(successors)  # 1 for the first point that was visited; 0 for those that were not
    low = [0] * len(successors)
    open_points: list[int] = []
    is_open = [False] * len(successors)
    found: list[list[int]] = []
    count = 0
    for root in range(len(successors)):
        if order[root]:
            continue
        work = [(root, 0)]
        while work:
            point, at = work.pop()
            following = successors[point]
            if at == 0:
                count += 1
                order[point] = low[point] = count
                open_points.append(point)
                is_open[point] = True
            elif low[following[at - 1]] < low[point]:
                low[point] = low[following[at - 1]]
            for index in range(at, len(following)):
                other = following[index]
                if not order[other]:
                    work.append((point, index + 1))
                    work.append((other, 0))
                    break
                if is_open[other] and order[other] < low[point]:
                    low[point] = order[other]
            else:
                if low[point] == order[point]:
                    found.append(_close(point, open_points, is_open))
    return found


def _close(root: int, open_points: list[int], is_open: list[bool]) -> list[int]:
    closed: list[int] = []
    while not closed or closed[-1] != root:
        closed.append(open_points.pop())
        is_open[closed[-1]] = False
    return closed
