"""Where a run can go: a graph over the steps of a scenario. Every question about paths starts here.

A point is a place that a run can be at; an edge leads to a place that it can be at next. One graph holds
all branches. Legs other than the one that a branch runs on, and handlers that run later, hang on edges
of their own kind, so that each question can leave them out.
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.language.flow import JumpKind
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.facts import ActionFacts
    from callr_actions.language.flow import Flow, Jump
    from callr_actions.language.scenario import Branch, Scenario, Step


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

_CONSTANTS = {"true": True, "1": True, "false": False, "0": False}


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


def find_paths(scenario: Scenario, catalog: Catalog, flow: Flow) -> Paths:
    """Return the graph of a scenario. Takes time in proportion to its size.

    A condition counts as decided only where it is plainly `true` or `false`. A jump to a branch that
    does not exist leads nowhere.
    """
    return _Builder(scenario, catalog, flow).build()


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


def truth(step: Step) -> bool | None:
    """Return what the step's condition comes to where that is certain; None where it is not.

    A step without a condition always runs.
    """
    if step.condition is None:
        # Something else than text below `if`, or branches without one: nobody knows what it does.
        certain = "if" not in step.entries and not any(steps.kind in ("then", "else") for steps in step.lists)
        return True if certain else None
    text = step.condition.value.strip()
    if text.startswith("${{") and text.endswith("}}"):
        text = text[3:-2].strip()
    return _CONSTANTS.get(text)


class _Builder:
    """Puts points and edges together from the back: what follows a step is there before the step."""

    def __init__(self, scenario: Scenario, catalog: Catalog, flow: Flow) -> None:
        self._scenario = scenario
        self._catalog = catalog
        self._flow = flow
        self._points: list[Point] = []
        self._edges: list[list[Edge]] = []
        self._facts: dict[int, ActionFacts] = {}
        self._steps: dict[Step, int] = {}
        self._leaving: set[Step] = set()
        self._blind: set[int] = set()
        self._answers: dict[Step, list[Jump]] = defaultdict(list)
        for jump in flow.jumps:
            if jump.kind is JumpKind.ANSWER:
                self._answers[jump.step].append(jump)
        self._entries: dict[str, int] = {}

    def build(self) -> Paths:
        branches = self._scenario.branches.values()
        for branch in branches:
            self._entries[branch.name] = self._point(PointKind.ENTRY, branch)
        for branch in branches:
            after = self._point(PointKind.EXIT, branch)
            first, _ = self._list(branch, branch.steps, after)
            self._edge(self._entries[branch.name], first, Way.NEXT)
        return Paths(
            points=tuple(self._points),
            edges=tuple(tuple(edges) for edges in self._edges),
            facts=self._facts,
            entries=self._entries,
            starts=tuple(self._entries[name] for name in self._flow.starts),
            steps=self._steps,
            leaving=frozenset(self._leaving),
            blind=frozenset(self._blind),
            open_ended=bool(self._blind) or self._flow.open_ended,
        )

    def _point(
        self, kind: PointKind, branch: Branch, step: Step | None = None, handler: str | None = None
    ) -> int:
        self._points.append(Point(kind, branch, step, handler))
        self._edges.append([])
        return len(self._points) - 1

    def _edge(self, start: int, to: int, way: Way) -> None:
        self._edges[start].append(Edge(to, way))

    def _list(self, branch: Branch, steps: Sequence[Step], after: int) -> tuple[int, bool]:
        """Return the point at which a list begins, and whether a run can get to its end."""
        completes = True
        for step in reversed(steps):
            if step.mapping is not None:
                after, goes_on = self._step(branch, step, after)
                completes = completes and goes_on
        return after, completes

    def _step(self, branch: Branch, step: Step, after: int) -> tuple[int, bool]:
        decided = truth(step)
        inner = {steps.kind: steps.steps for steps in step.lists if steps.event is None}
        taken, taken_goes_on = self._taken(branch, step, inner.get("then", ()), after)
        skipped, skipped_goes_on = self._list(branch, inner.get("else", ()), after)
        start = self._point(PointKind.STEP, branch, step)
        self._steps[step] = start
        conditional = step.condition is not None or decided is None
        if decided is not False:
            self._edge(start, taken, Way.TAKEN if conditional else Way.NEXT)
        if decided is not True:
            self._edge(start, skipped, Way.SKIPPED)
        goes_on = (decided is not False and taken_goes_on) or (decided is not True and skipped_goes_on)
        if not goes_on:
            self._leaving.add(step)
        return start, goes_on

    def _taken(self, branch: Branch, step: Step, then: Sequence[Step], after: int) -> tuple[int, bool]:
        """Return where a step goes on when its condition holds: the action, then `then`, then `goto`."""
        # A `goto` of the wrong shape is no certain way to leave.
        goes_on = step.goto is None or step.goto.target is None
        if step.goto is not None:
            after = self._goto(branch, step)
        after, completes = self._list(branch, then, after)
        goes_on = goes_on and completes
        if step.action is None:
            return after, goes_on
        point = self._point(PointKind.ACTION, branch, step)
        facts = self._catalog.actions.get(step.action.id)
        if facts is not None:
            self._facts[point] = facts
        for jump in self._answers[step]:
            if jump.target in self._entries:
                self._edge(point, self._entries[jump.target], Way.ANSWER)
        for steps in step.lists:
            if steps.event is not None:
                self._edge(point, self._handler(branch, step, steps.event, steps.steps), Way.EVENT)
        if facts is not None and facts.ends_leg.value:
            return point, False
        self._edge(point, after, Way.NEXT)
        return point, goes_on

    def _goto(self, branch: Branch, step: Step) -> int:
        point = self._point(PointKind.GOTO, branch, step)
        target = step.goto.target if step.goto is not None else None
        if target is None or "${{" in target.value:
            self._blind.add(point)
        elif target.value in self._entries:
            self._edge(point, self._entries[target.value], Way.GOTO)
        return point

    def _handler(self, branch: Branch, step: Step, event: str, steps: Sequence[Step]) -> int:
        after = self._point(PointKind.EXIT, branch, step, event)
        first, _ = self._list(branch, steps, after)
        entry = self._point(PointKind.ENTRY, branch, step, event)
        self._edge(entry, first, Way.NEXT)
        return entry
