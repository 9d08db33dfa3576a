"""A scenario made ready to run: for each step its place, its code and its parameters, worked out once.

A program is shared by all runs of its scenario, so nothing in it changes with a run.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from callr_actions.javascript.model import Access, Form
from callr_actions.language.expressions import Place as Position
from callr_actions.language.expressions import find_expressions
from callr_actions.language.tree import Mapping, Scalar, Sequence, merged_entries, plain_data, target
from callr_actions.named_tuple import NamedTuple
from callr_actions.simulator.evaluator import Piece, Want
from callr_actions.simulator.plain_assignment import plain_assignment
from callr_actions.simulator.plain_code import UNPLAIN, plain_reader
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.language.catalog import Catalog
    from callr_actions.language.expressions import Expression
    from callr_actions.language.facts import ActionFacts
    from callr_actions.language.scenario import Scenario, Step, StepList
    from callr_actions.language.source import Source, Span
    from callr_actions.language.tree import Node, Path


class Place(NamedTuple):
    """Where something stands: the file as findings name it, the piece of it, and the JSON pointer."""

    file: str
    span: Span
    pointer: str


class Code:
    """One piece of JavaScript of a step.

    Attributes:
        names: the free names that it reads or sets, `$` included.
        reads: variables with the first member read from each, as far as the code shows it.
        plain: reads its value without the engine; None for code that needs it.
        assignment: what statements do that need no engine; None for all others.
        shown: the code as messages quote it: on one line.
    """

    __slots__ = ("_source", "assignment", "expression", "names", "place", "plain", "reads", "shown")

    def __init__(self, expression: Expression, source: Source, place: Place, *, plain: bool) -> None:
        self.expression = expression
        self._source = source
        self.place = place
        references = expression.analysis.references
        self.names = frozenset(each.name for each in references)
        self.reads = tuple(
            (each.name, tuple(member.name for member in each.members if not member.called))
            for each in references
            if each.access is not Access.WRITE and each.members
        )
        plain = plain and expression.analysis.fault is None
        is_expression = expression.form is Form.EXPRESSION
        self.plain = plain_reader(expression.code) if plain and is_expression else None
        self.assignment = plain_assignment(expression.code) if plain and not is_expression else None
        self.shown = " ".join(expression.code.split())

    def piece(self, want: Want) -> Piece:
        """Return what the evaluator needs to know."""
        return Piece(self.expression.code, self.expression.form, want)

    def place_of_line(self, line: int | None) -> Place:
        """Return the place of a line of the code, counted from 1; of the whole where there is none."""
        lines = self.expression.code.splitlines(keepends=True)
        if line is None or not 0 < line <= len(lines) or len(lines) == 1:
            return self.place
        before = sum(map(len, lines[: line - 1]))
        text = lines[line - 1]
        start = before + len(text) - len(text.lstrip())
        end = before + len(text.rstrip())
        first, last = self.expression.span(min(start, end), end)
        return self.place._replace(span=self._source.span(first, last))


class Whole(NamedTuple):
    """A value that is exactly one expression."""

    code: Code
    want: Want


class Mixed(NamedTuple):
    """A text with expressions in it."""

    parts: tuple[str | Code, ...]


Template: TypeAlias = "Whole | Mixed | list[Template] | dict[str, Template] | str | float | bool | None"


class StepProgram:
    """One step, ready to run.

    Attributes:
        facts: what is known about its action; None where it has none or nobody knows it.
        params: the parameters, expressions not yet evaluated.
        constant: whether there are no expressions in them.
        code: parameters that are JavaScript statements, by their path.
        then, otherwise: the nested steps; None where the key is missing.
    """

    __slots__ = (
        "code",
        "condition",
        "constant",
        "facts",
        "goto",
        "goto_place",
        "handlers",
        "name",
        "otherwise",
        "params",
        "params_fault",
        "place",
        "result",
        "step",
        "then",
    )

    def __init__(self, program: Program, step: Step) -> None:
        catalog = program.catalog
        self.step = step
        self.place = program.place(step.node, step.path)
        action = step.action
        self.facts: ActionFacts | None = catalog.actions.get(action.id) if action else None
        self.name = action.id if action else "if" if step.condition else "goto" if step.goto else "nothing"
        if action is not None:
            self.place = program.place(action.node, step.path)
        expressions = program.expressions(step)
        condition = expressions.get("if")
        self.condition = condition[0] if condition else None
        self.code: dict[Path, Code] = {}
        self.constant = True
        entry = step.entries.get("params")
        self.params: Template = None
        self.params_fault = entry is not None and not isinstance(target(entry.value), Mapping)
        if entry is not None and not self.params_fault:
            self.params = self._template(entry.value, (), expressions)
        self.result = step.result.value if step.result is not None else None
        self.goto = step.goto.target.value if step.goto and step.goto.target else None
        self.goto_place = program.place(step.goto.entry.value, step.path) if step.goto else self.place
        lists = {each.kind: each for each in step.lists if each.kind != "events"}
        self.then = lists["then"].steps if "then" in lists else None
        self.otherwise = lists["else"].steps if "else" in lists else None
        self.handlers: dict[str, StepList] = {
            each.event: each for each in step.lists if each.kind == "events" and each.event is not None
        }

    def _template(self, node: Node, path: Path, expressions: dict[str, list[Code]]) -> Template:
        found = target(node)
        if isinstance(found, Mapping):
            entries = merged_entries(found)
            return {
                name: self._template(each.value, (*path, name), expressions) for name, each in entries.items()
            }
        if isinstance(found, Sequence):
            return [
                self._template(item, (*path, index), expressions) for index, item in enumerate(found.items)
            ]
        if not isinstance(found, Scalar):
            return None
        here = expressions.get(_pointer(path))
        if not here:
            return found.data
        if here[0].expression.place is Position.CODE:
            self.code[path] = here[0]
            return found.value
        self.constant = False
        if len(here) == 1 and here[0].expression.whole:
            return Whole(here[0], Want.TEXT if self._is_text(path) else Want.VALUE)
        parts: list[str | Code] = []
        at = 0
        for code in here:
            hole = code.expression.hole
            if hole.start > at:
                parts.append(found.value[at : hole.start])
            parts.append(code)
            at = hole.end
        if at < len(found.value):
            parts.append(found.value[at:])
        return Mixed(tuple(parts))

    def _is_text(self, path: Path) -> bool:
        schema = self.facts.parameter_schema(path) if self.facts else None
        return schema is not None and schema.get("type") == "string"


class Program:
    """A whole scenario, ready to run."""

    def __init__(self, scenario: Scenario, catalog: Catalog) -> None:
        self.scenario = scenario
        self.catalog = catalog
        self._steps: dict[int, StepProgram] = {}

    @property
    def file(self) -> str:
        """The file's path as findings name it."""
        return self.scenario.source.path

    def step(self, step: Step) -> StepProgram:
        """Return a step's program, worked out the first time."""
        known = self._steps.get(id(step))
        if known is None:
            known = self._steps[id(step)] = StepProgram(self, step)
        return known

    def expressions(self, step: Step) -> dict[str, list[Code]]:
        """Return a step's code by place: `if`, or the pointer below `params`."""
        found: dict[str, list[Code]] = {}
        for expression in self._expressions.get(id(step), ()):
            if expression.place is Position.CONDITION:
                key = "if"
            elif expression.place is Position.ELSEWHERE:
                continue
            else:
                key = _pointer(expression.parameter)
            start, end = expression.whole_span
            source = self.scenario.source
            place = Place(source.path, source.span(start, end), _pointer(expression.path))
            found.setdefault(key, []).append(Code(expression, source, place, plain=self._is_plain))
        return found

    def place(self, node: Node, path: Path) -> Place:
        """Return a node's place."""
        source = self.scenario.source
        return Place(source.path, source.span(node.start, node.end), _pointer(path))

    @cached_property
    def variables(self) -> dict[str, Any]:
        """The user variables' first values, `$` included."""
        return {
            name: _initial(entry.value) for name, entry in self.scenario.variables.items() if name[:1] == "$"
        }

    @cached_property
    def language(self) -> str | None:
        """`defaults.language`, None without one."""
        language = self._defaults.get("language")
        return language if isinstance(language, str) else None

    @cached_property
    def auto_answer(self) -> bool:
        """`defaults.autoAnswer`, true without one."""
        return self._defaults.get("autoAnswer") is not False

    @cached_property
    def _is_plain(self) -> bool:
        """Whether no code in the scenario gives names and fields another meaning than they seem to have."""
        listed = self._expressions.values()
        return not any(UNPLAIN.search(each.code) for found in listed for each in found)

    @cached_property
    def _defaults(self) -> dict[str, Any]:
        entry = self.scenario.entries.get("defaults")
        data = plain_data(entry.value, merge=True) if entry is not None else None
        return data if isinstance(data, dict) else {}

    @cached_property
    def _expressions(self) -> dict[int, list[Expression]]:
        found: dict[int, list[Expression]] = {}
        for expression in find_expressions(self.scenario, self.catalog):
            if expression.step is not None:
                found.setdefault(id(expression.step), []).append(expression)
        return found


def _initial(node: Node) -> object:
    found = target(node)
    if isinstance(found, Scalar) and not found.style and found.tag is None and found.value == "undefined":
        return UNDEFINED
    return plain_data(node, merge=True)


def _pointer(path: Path) -> str:
    """Return a path as a JSON pointer."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
