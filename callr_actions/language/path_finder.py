"""From a scenario to the graph of its paths."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from callr_actions.language.flow import JumpKind
from callr_actions.language.paths import Edge, Paths, Point, PointKind, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.facts import ActionFacts
    from callr_actions.language.flow import Flow, Jump
    from callr_actions.language.scenario import Branch, Scenario, Step

_CONSTANTS = {"true": True, "1": True, "false": False, "0": False}


def find_paths(scenario: Scenario, catalog: Catalog, flow: Flow) -> Paths:
    """Return the graph of a scenario. Takes time in proportion to its size.

    A condition counts as decided only where it is plainly `true` or `false`. A jump to a branch that
    does not exist leads nowhere.
    """
    return _Builder(scenario, catalog, flow).build()


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
