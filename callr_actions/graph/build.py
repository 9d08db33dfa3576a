"""From a scenario to its graph."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from callr_actions.graph.lines import BranchLines, Known
from callr_actions.graph.marks import Marks
from callr_actions.graph.model import NAMELESS, Box, BoxKind, Edge, Graph
from callr_actions.graph.wording import Wording
from callr_actions.language.facts import Context
from callr_actions.language.flow import Flow
from callr_actions.language.path_finder import find_paths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.finding import Finding
    from callr_actions.language.scenario import Branch, Scenario
    from callr_actions.masking import Masker

_STARTED = {
    Context.INBOUND_CALL: "a call comes in",
    Context.INBOUND_SMS: "a text message comes in",
    Context.API_INITIATED: "the API starts a run",
    Context.HANGUP: "after an inbound call",
}
_CALLEES = frozenset((Context.ANSWERED_FROM_CALL, Context.ANSWERED_FROM_API))


def build_graph(
    scenario: Scenario, catalog: Catalog, findings: Iterable[Finding], *, name: str, masker: Masker
) -> Graph:
    """Return the graph of a scenario. Takes time in proportion to its size.

    Args:
        scenario: what is drawn.
        catalog: the facts about actions.
        findings: what the linter has against it; infos are left out.
        name: what people call it.
        masker: knows every secret that is in the file.
    """
    return _Builder(scenario, catalog, findings, masker).build(name)


class _Builder:
    def __init__(
        self, scenario: Scenario, catalog: Catalog, findings: Iterable[Finding], masker: Masker
    ) -> None:
        self._scenario = scenario
        self._wording = Wording(masker)
        self._marks = Marks(scenario, findings, self._wording)
        self._flow = Flow(scenario, catalog)
        self._known = Known(
            scenario, self._flow, find_paths(scenario, catalog, self._flow), self._wording, self._marks
        )
        self._order = _order(scenario, self._flow)
        self._ids = {branch.name: f"b{number}" for number, branch in enumerate(self._order, 1)}
        self._stand_ins: dict[str | None, Box] = {}
        self._edges: list[Edge] = []

    def build(self, name: str) -> Graph:
        boxes = [self._box(branch) for branch in self._order]
        description = self._scenario.entries.get("description")
        return Graph(
            name=self._wording.one_line(name),
            file=self._wording.one_line(self._scenario.source.path),
            about=", ".join(self._wording.texts(description.value)) if description is not None else "",
            boxes=(*boxes, *self._stand_ins.values()),
            edges=tuple(self._edges),
            marks=self._marks.others,
        )

    def _box(self, branch: Branch) -> Box:
        kind = self._kind(branch)
        about = ""
        if kind is BoxKind.START:
            about = _STARTED[self._flow.starts[branch.name]]
        elif kind is BoxKind.ANSWERED:
            about = "on the leg that answered"
        elif kind is BoxKind.UNREACHED:
            about = "no run gets here"
        lines = BranchLines(self._known, branch, self._target)
        self._edges += (edge._replace(box=self._ids[branch.name]) for edge in lines.edges)
        return Box(
            id=self._ids[branch.name],
            kind=kind,
            name=self._wording.one_line(branch.name) or NAMELESS,
            about=about,
            place=self._known.place(branch.key.start),
            lines=tuple(lines.lines),
            marks=self._marks.of_branch(branch),
        )

    def _kind(self, branch: Branch) -> BoxKind:
        if not self._known.enters(branch):
            return BoxKind.UNREACHED
        if branch.name in self._flow.starts:
            return BoxKind.START
        contexts = self._flow.contexts.get(branch.name)
        return BoxKind.ANSWERED if contexts and contexts <= _CALLEES else BoxKind.BRANCH

    def _target(self, name: str | None, place: int) -> str:
        """Return the box of a branch, or what stands for one that is not there; None is any branch."""
        if name is not None and name in self._ids:
            return self._ids[name]
        found = self._stand_ins.get(name)
        if found is None:
            made = f"b{len(self._ids) + len(self._stand_ins) + 1}"
            if name is None:
                found = Box(made, BoxKind.OPEN, "some branch", "decided at run time", place)
            else:
                shown = self._wording.one_line(name) or NAMELESS
                found = Box(made, BoxKind.MISSING, shown, "there is no such branch", place)
            self._stand_ins[name] = found
        return found.id


def _order(scenario: Scenario, flow: Flow) -> list[Branch]:
    """Return the branches in the order in which a reader meets them: along the jumps, from each start."""
    leading: dict[str, list[str]] = {}
    for jump in flow.jumps:
        if jump.target is not None and jump.target in scenario.branches:
            leading.setdefault(jump.branch.name, []).append(jump.target)
    found: dict[str, Branch] = {}
    for first in (*flow.starts, *scenario.branches):
        waiting = deque((first,))
        while waiting:
            name = waiting.popleft()
            if name not in found:
                found[name] = scenario.branches[name]
                waiting.extend(leading.get(name, ()))
    return list(found.values())
