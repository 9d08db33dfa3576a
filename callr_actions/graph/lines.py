"""The lines of a branch: each step with its condition, action and jump, and what is nested in it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from callr_actions.graph.menus import asking, pressed
from callr_actions.graph.model import NAMELESS, Edge, EdgeKind, Line, LineKind
from callr_actions.language.facts import Context
from callr_actions.language.flow import JumpKind
from callr_actions.language.paths import PointKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from callr_actions.graph.marks import Marks
    from callr_actions.graph.wording import Wording
    from callr_actions.language.flow import Flow, Jump
    from callr_actions.language.paths import Paths
    from callr_actions.language.scenario import Branch, Scenario, Step

_ON_A_LEG = frozenset((Context.INBOUND_CALL, Context.ANSWERED_FROM_CALL, Context.ANSWERED_FROM_API))


class Known:
    """What is known of a whole scenario, for the lines of all its branches."""

    def __init__(self, scenario: Scenario, flow: Flow, paths: Paths, wording: Wording, marks: Marks) -> None:
        self.wording = wording
        self.marks = marks
        self.kept = asking(step for _, step in scenario.steps)
        self.ids = count(1)
        self.numbers = {step: number for number, (_, step) in enumerate(scenario.steps, 1)}
        self.answers: dict[Step, list[Jump]] = {}
        for jump in flow.jumps:
            if jump.kind is JumpKind.ANSWER:
                self.answers.setdefault(jump.step, []).append(jump)
        self._scenario = scenario
        self._flow = flow
        self._paths = paths
        # Without a branch that something starts, the file is a piece of a scenario: any may be the first.
        everything = paths.open_ended or not paths.starts
        self._reached = paths.reach(paths.entries.values() if everything else paths.starts)
        self._places: dict[tuple[Step, PointKind], int] = {}
        self._exits: dict[str, int] = {}
        for index, point in enumerate(paths.points):
            if point.step is not None and point.kind in (PointKind.ACTION, PointKind.GOTO):
                self._places[point.step, point.kind] = index
            elif point.kind is PointKind.EXIT and point.step is None:
                self._exits[point.branch.name] = index

    def place(self, offset: int) -> int:
        """Return the line in the file."""
        return self._scenario.source.position(offset).line

    def enters(self, branch: Branch) -> bool:
        """Return whether a run gets to a branch."""
        return self._paths.entries[branch.name] in self._reached

    def ends(self, branch: Branch) -> bool:
        """Return whether a run gets behind the last step of a branch."""
        return self._exits[branch.name] in self._reached

    def hangs_up(self, branch: Branch) -> bool:
        """Return whether the branch runs on a leg, always."""
        contexts = self._flow.contexts.get(branch.name, frozenset())
        return bool(contexts) and contexts <= _ON_A_LEG

    def begins(self, step: Step) -> bool:
        """Return whether a run gets to a step."""
        return self._paths.steps.get(step) in self._reached

    def acts(self, step: Step) -> bool:
        """Return whether a run gets to a step's action."""
        return self._places.get((step, PointKind.ACTION)) in self._reached

    def jumps(self, step: Step) -> bool:
        """Return whether a run gets to a step's `goto`."""
        return self._places.get((step, PointKind.GOTO)) in self._reached

    def ends_leg(self, step: Step) -> bool:
        """Return whether a step's action ends the branch on its leg."""
        facts = self._paths.facts.get(self._places.get((step, PointKind.ACTION), -1))
        return facts is not None and facts.ends_leg.value


class BranchLines:
    """One branch.

    Attributes:
        lines: its lines, in the order written.
        edges: the jumps that leave them; the `box` of each is left open.
    """

    def __init__(self, known: Known, branch: Branch, target: Callable[[str | None, int], str]) -> None:
        """Make the lines; `target` returns the box of a name, or without one that of any branch."""
        self._known = known
        self._branch = branch
        self._target = target
        self.lines: list[Line] = []
        self.edges: list[Edge] = []
        self._list(branch.steps, 0, "")
        if not branch.steps:
            self._add(
                LineKind.EMPTY, known.place(branch.key.start), reached=known.enters(branch), text="no steps"
            )
        elif known.ends(branch):
            text = "the leg is hung up" if known.hangs_up(branch) else ""
            self._add(LineKind.END, known.place(branch.steps[-1].node.start), text=text, ends=True)

    def _add(self, kind: LineKind, place: int, **parts: object) -> Line:
        line = Line(f"l{next(self._known.ids)}", kind, place, **parts)  # type: ignore[arg-type]
        self.lines.append(line)
        return line

    def _list(self, steps: Iterable[Step], depth: int, label: str) -> None:
        after_choice = False
        for step in steps:
            self._step(step, depth, label or ("otherwise" if after_choice else ""))
            after_choice = after_choice or (step.goto is not None and "if" in step.entries)

    def _step(self, step: Step, depth: int, label: str) -> None:
        """Add the lines of a step.

        Args:
            step: the step.
            depth: how deeply it is indented.
            label: the condition around it.
        """
        known = self._known
        first = len(self.lines)
        place = known.place((step.mapping or step.node).start)
        then = [steps for steps in step.lists if steps.kind == "then"]
        otherwise = [steps for steps in step.lists if steps.kind == "else"]
        conditional = "if" in step.entries or bool(then or otherwise)
        keys, condition = None, ""
        if conditional:
            condition = known.wording.condition(step)
            keys = None if step.condition is None else pressed(condition, known.kept)
            label = condition if keys is None else " or ".join(keys) or "nothing"
        only_goto = step.goto is not None and step.action is None and not step.lists
        if conditional and not only_goto:
            self._add(LineKind.CONDITION, place, depth=depth, keys=keys, condition=condition)
            keys, condition = None, ""
        inner = depth + 1 if conditional and not only_goto else depth
        if step.action is not None:
            self._action(step, place, inner)
        self._events(step, place, inner)
        for steps in then:
            self._list(steps.steps, inner, label)
        if step.goto is not None:
            self._goto(step, inner, keys, condition, label)
        for steps in otherwise:
            self._add(LineKind.OTHERWISE, known.place(steps.key.start), depth=depth)
            self._list(steps.steps, depth + 1, f"not: {label}" if label else "")
        if len(self.lines) == first:
            what = "empty step" if step.mapping is None or not step.entries else "nothing that is known"
            self._add(LineKind.EMPTY, place, depth=depth, text=what)
        begins = known.begins(step) or (step.mapping is None and known.enters(self._branch))
        self.lines[first] = self.lines[first]._replace(
            step=known.numbers[step],
            marks=known.marks.of_step(step),
            reached=self.lines[first].reached and begins,
        )

    def _action(self, step: Step, place: int, depth: int) -> None:
        known = self._known
        assert step.action is not None, "asked for steps with an action only"
        acts = known.acts(step)
        said = known.wording.about(step)
        self._add(
            LineKind.ACTION,
            place,
            depth=depth,
            reached=acts,
            action=known.wording.one_line(step.action.name),
            text=said.text,
            spoken=said.spoken,
            result=known.wording.one_line(step.result.value) if step.result is not None else "",
            ends=known.ends_leg(step),
        )
        for jump in known.answers.get(step, ()):
            at = known.place(jump.node.start)
            shown = known.wording.value(jump.node.value) or NAMELESS
            line = self._add(LineKind.ANSWER, at, depth=depth + 1, reached=acts, target=shown)
            self._edge(line, jump.target, EdgeKind.ANSWER, "answered")

    def _events(self, step: Step, place: int, depth: int) -> None:
        """Add the handlers of a step's events: below its action, and without one they never run."""
        known = self._known
        acts = known.acts(step)
        handlers = [steps for steps in step.lists if steps.event is not None]
        if handlers and step.action is None:
            reached = known.begins(step)
            self._add(LineKind.EMPTY, place, depth=depth, reached=reached, text="no action")
        for steps in handlers:
            event = known.wording.one_line(steps.event or "")
            at = known.place(steps.key.start)
            self._add(LineKind.EVENT, at, depth=depth + 1, reached=acts, text=event)
            self._list(steps.steps, depth + 2, event)

    def _goto(self, step: Step, depth: int, keys: tuple[str, ...] | None, condition: str, label: str) -> None:
        known = self._known
        assert step.goto is not None, "asked for steps with a goto only"
        written = step.goto.target
        # Where no name stands below `goto`, nobody knows where it leads; a finding says so.
        name = None if written is None or "${{" in written.value else written.value
        line = self._add(
            LineKind.GOTO,
            known.place(step.goto.entry.key.start),
            depth=depth,
            reached=known.jumps(step),
            keys=keys,
            condition=condition,
            target="?" if written is None else known.wording.value(written.value) or NAMELESS,
        )
        self._edge(line, name, EdgeKind.GOTO, label)

    def _edge(self, line: Line, name: str | None, kind: EdgeKind, label: str) -> None:
        to = self._target(name, line.place)
        self.edges.append(Edge(line.id, "", to, kind, label, line.reached))
