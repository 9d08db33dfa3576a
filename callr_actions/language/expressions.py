"""JavaScript inside a scenario: where it stands, and what is in it, mapped to the file."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from callr_actions.javascript.model import Form
from callr_actions.language.tree import Scalar, scalars
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.model import Analysis
    from callr_actions.javascript.structure import Structure
    from callr_actions.language.catalog import Catalog
    from callr_actions.language.offset_map import OffsetMap
    from callr_actions.language.scenario import Branch, Scenario, Step
    from callr_actions.language.source import Source
    from callr_actions.language.tree import Node, Path

OPENING = "${{"
CLOSING = "}}"
# A script of legal length holds no more: 32,768 characters, six for the shortest hole.
MOST_EXPRESSIONS = 5_500
# How often in one file `}}` may turn out to be part of the JavaScript, as in `{a: {b: 1}}`. Each such try
# costs a compilation, and a text of nothing but `}}` would cost quadratic time.
_MOST_TRIES = 1_000


class Place(Enum):
    """What kind of JavaScript a piece is, by where it stands."""

    PARAMETER = "parameter"
    """`${{ … }}` in a parameter."""
    CONDITION = "condition"
    """The whole value of an `if`, with or without `${{ }}` around it."""
    CODE = "code"
    """Statements in a parameter that takes JavaScript."""
    ELSEWHERE = "elsewhere"
    """`${{ … }}` where nothing says that it is evaluated."""


class Hole(NamedTuple):
    """One `${{ … }}` in a text: indexes of the whole, and of the code inside."""

    start: int
    end: int
    code_start: int
    code_end: int
    closed: bool


class Text:
    """A value that holds JavaScript; all pieces in it share the map to the file."""

    def __init__(self, source: Source, scalar: Scalar) -> None:
        self.source = source
        self.scalar = scalar

    @cached_property
    def offsets(self) -> OffsetMap:
        """The map from the scalar's value to the file."""
        from callr_actions.language.offset_map import offset_map  # noqa: PLC0415 - only findings need it

        return offset_map(self.source, self.scalar)


class Expression:
    """One piece of JavaScript.

    Attributes:
        text: the value that holds it.
        step, branch: where it stands; None outside branches.
        path: the JSON pointer's parts from the document's root to the scalar.
        hole: its place in the scalar's value; for bare code the whole value.
        whole: whether nothing else is in the value, so that the result keeps its type.
    """

    def __init__(
        self,
        place: Place,
        text: Text,
        hole: Hole,
        path: Path,
        *,
        step: Step | None = None,
        branch: Branch | None = None,
    ) -> None:
        self.place = place
        self.text = text
        self.hole = hole
        self.path = path
        self.step = step
        self.branch = branch

    @cached_property
    def code(self) -> str:
        """The JavaScript between the braces, blanks included."""
        return self.scalar.value[self.hole.code_start : self.hole.code_end]

    @property
    def whole(self) -> bool:
        """Whether the value is exactly this expression."""
        return self.hole.start == 0 and self.hole.end == len(self.scalar.value)

    @property
    def form(self) -> Form:
        """Statements for code, else one expression."""
        return Form.PROGRAM if self.place is Place.CODE else Form.EXPRESSION

    @cached_property
    def analysis(self) -> Analysis:
        """What the code reads and assigns, and its syntax fault if it has one."""
        from callr_actions.javascript.analysis import analyse  # noqa: PLC0415 - some files hold no JavaScript

        return analyse(self.code, self.form)

    @cached_property
    def guarded(self) -> frozenset[str]:
        """The names that the code tests with `typeof`: it knows what to do where they do not exist."""
        return frozenset(each.name for each in self.analysis.references if each.guarded)

    @cached_property
    def braces(self) -> int | None:
        """The index into `code` of a `${{` that stands in a condition beside other code, or None."""
        at = self.code.find(OPENING) if self.place is Place.CONDITION else -1
        if at < 0:
            return None
        from callr_actions.javascript.compile import compiles  # noqa: PLC0415 - hardly anybody writes that

        return None if compiles(self.code, self.form) else at

    @cached_property
    def structure(self) -> Structure | None:
        """What the code is made of; None where it does not compile or nobody looked at it."""
        analysis = self.analysis
        if analysis.fault or analysis.skipped:
            return None
        from callr_actions.javascript.structure import structure_of  # noqa: PLC0415 - see `analysis`

        return structure_of(self.code, self.form)

    @property
    def parameter(self) -> Path:
        """For JavaScript in `params`: the path below them, such as `("headers", "authorization")`."""
        assert self.step is not None, "parameters belong to steps"
        return self.path[len(self.step.path) + 1 :]

    @property
    def scalar(self) -> Scalar:
        """The value that holds it."""
        return self.text.scalar

    @property
    def offsets(self) -> OffsetMap:
        """The map from the value to the file."""
        return self.text.offsets

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the file offsets of a piece of the code, given by indexes into `code`."""
        return self.offsets.span(self.hole.code_start + start, self.hole.code_start + end)

    @property
    def whole_span(self) -> tuple[int, int]:
        """The file offsets of the code without the blanks around it; of the braces or quotes if empty."""
        code = self.code
        stripped = code.strip()
        if not stripped:
            if self.hole.start == self.hole.end:
                return self.scalar.start, self.scalar.end
            return self.offsets.span(self.hole.start, self.hole.end)
        start = len(code) - len(code.lstrip())
        return self.span(start, start + len(stripped))


class HoleFinder:
    """Finds `${{ … }}` in the texts of one file; knows how much work they have cost so far."""

    def __init__(self) -> None:
        self._tries_left = _MOST_TRIES

    def holes(self, text: str) -> Iterator[Hole]:
        """Yield each `${{ … }}` of a text, in order.

        The end is the first `}}` up to which the JavaScript parses; where none does, the first one at
        all. An opening without any `}}` behind it is a hole that is not closed and reaches to the end.
        """
        at = 0
        while (start := text.find(OPENING, at)) >= 0:
            hole = self.hole(text, start)
            yield hole
            at = hole.end

    def hole(self, text: str, start: int) -> Hole:
        """Return the hole that opens at `start`."""
        code_start = start + len(OPENING)
        first = end = text.find(CLOSING, code_start)
        if first < 0:
            return Hole(start, len(text), code_start, len(text), closed=False)
        from callr_actions.javascript.compile import compiles  # noqa: PLC0415 - see `Expression.analysis`

        while end >= 0:
            if compiles(text[code_start:end], Form.EXPRESSION):
                return Hole(start, end + len(CLOSING), code_start, end, closed=True)
            end = text.find(CLOSING, end + 1) if self._tries_left > 0 else -1
            self._tries_left -= 1
        return Hole(start, first + len(CLOSING), code_start, first, closed=True)


def find_expressions(scenario: Scenario, catalog: Catalog) -> tuple[Expression, ...]:
    """Return every piece of JavaScript in a scenario: steps in order, then what stands elsewhere.

    Of a file with more than `MOST_EXPRESSIONS` the first ones.
    """
    return tuple(islice(_Finder(scenario, catalog).run(), MOST_EXPRESSIONS))


class _Finder:
    def __init__(self, scenario: Scenario, catalog: Catalog) -> None:
        self._scenario = scenario
        self._catalog = catalog
        self._source = scenario.source
        self._finder = HoleFinder()

    def run(self) -> Iterator[Expression]:
        for branch, step in self._scenario.steps:
            if step.condition is not None:
                yield self._condition(branch, step, step.condition)
            for key, entry in step.entries.items():
                if key == "params":
                    yield from self._parameters(branch, step, entry.value)
                elif key not in ("if", "then", "else", "events"):
                    yield from self._elsewhere(entry.value, (*step.path, key), branch, step)
        for key, entry in self._scenario.entries.items():
            if key != "branches":
                yield from self._elsewhere(entry.value, (key,))

    def _condition(self, branch: Branch, step: Step, scalar: Scalar) -> Expression:
        value = scalar.value
        hole = Hole(0, len(value), 0, len(value), closed=True)
        stripped = value.strip()
        if stripped.startswith(OPENING):
            start = value.index(OPENING)
            found = self._finder.hole(value, start)
            if not value[found.end :].strip():
                hole = found
        text = Text(self._source, scalar)
        return Expression(Place.CONDITION, text, hole, (*step.path, "if"), step=step, branch=branch)

    def _parameters(self, branch: Branch, step: Step, params: Node) -> Iterator[Expression]:
        facts = self._catalog.actions.get(step.action.id) if step.action else None
        base = (*step.path, "params")
        known = self._scenario.parameters.get(step)
        for path, scalar in scalars(params) if known is None else known:
            schema = facts.parameter_schema(path) if facts else None
            if schema and schema.get("x-kind") == "javascript":
                whole = Hole(0, len(scalar.value), 0, len(scalar.value), closed=True)
                place, found = Place.CODE, iter((whole,))
            elif OPENING in scalar.value:
                place, found = Place.PARAMETER, self._finder.holes(scalar.value)
            else:
                continue
            text = Text(self._source, scalar)
            for hole in found:
                yield Expression(place, text, hole, (*base, *path), step=step, branch=branch)

    def _elsewhere(
        self,
        node: Node,
        path: Path,
        branch: Branch | None = None,
        step: Step | None = None,
    ) -> Iterator[Expression]:
        if isinstance(node, Scalar) and OPENING not in node.value:
            return  # most values
        for inner, scalar in scalars(node, path):
            if OPENING in scalar.value:
                text = Text(self._source, scalar)
                for hole in self._finder.holes(scalar.value):
                    yield Expression(Place.ELSEWHERE, text, hole, inner, step=step, branch=branch)
