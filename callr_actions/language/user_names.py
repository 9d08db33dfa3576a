"""User variables: where each `$name` is declared, set and read."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from callr_actions.closest import Closest
from callr_actions.javascript.model import Access
from callr_actions.language.expressions import Place
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.javascript.model import Reference
    from callr_actions.language.expressions import Expression
    from callr_actions.language.scenario import Scenario, Step
    from callr_actions.language.tree import Node

# More names that nothing sets are no slips of the finger.
_MOST_STRANGERS = 100
_NAME = lazy_pattern(r"\$[A-Za-z_]\w*")
# What follows a name where a missing value is expected: a fallback, a choice, a comparison.
_COPES = lazy_pattern(r"\s*(\|\||\?|&&|[=!]==?)")
# `$n = $n + 1`: what stands between the name that is set and the one that is read for it.
_OWN_VALUE = lazy_pattern(r"\s*=(?![=>])[^;\n{}=,]*")


class UseKind(Enum):
    """What a place does with a variable."""

    DECLARED = "declared"
    RESULT = "result"
    READ = "read"
    WRITE = "write"
    UPDATE = "update"
    """Set to something made of its own value: `$n += 1`, `$n++`, `$n = $n + 1`."""


class NameUse(NamedTuple):
    """One place that names a variable: a node, or a reference in an expression."""

    name: str
    kind: UseKind
    step: Step | None = None
    node: Node | None = None
    expression: Expression | None = None
    reference: Reference | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The file offsets of the name. Worked out when asked: most places are never reported."""
        if self.expression is not None and self.reference is not None:
            return self.expression.span(self.reference.start, self.reference.end)
        assert self.node is not None
        return self.node.start, self.node.end


def copes(reference: Reference, code: str) -> bool:
    """Return whether the code around a reading expects that the variable may have no value yet."""
    if reference.guarded or (reference.members and reference.members[0].optional):
        return True
    if reference.members:
        return False
    return _COPES.match(code, reference.end) is not None or code[: reference.start].rstrip().endswith("!")


class UserNames:
    """The variables of a scenario.

    Attributes:
        uses: name -> its uses: the declaration, then in the order written. Results and declarations are
            here under any name, references only where the name begins with `$`.
        mentioned: names that stand in some parameter's text, in an expression or not.
        complete: whether all JavaScript could be read; where not, a name may be used unseen.
    """

    def __init__(self, scenario: Scenario, expressions: Iterable[Expression]) -> None:
        self.uses: dict[str, list[NameUse]] = defaultdict(list)
        self.complete = True
        for name, entry in scenario.variables.items():
            self._add(NameUse(name, UseKind.DECLARED, node=entry.key))
        by_step: dict[Step | None, list[Expression]] = defaultdict(list)
        for expression in expressions:
            by_step[expression.step].append(expression)
        self.mentioned: set[str] = set()
        for _, step in scenario.steps:
            for expression in by_step[step]:
                self._read(expression)
            if step.result is not None:
                self._add(NameUse(step.result.value, UseKind.RESULT, step, step.result))
            for _, scalar in scenario.parameters.get(step, ()):
                if "$" in scalar.value:
                    self.mentioned.update(_NAME.findall(scalar.value))
        for expression in by_step[None]:
            self._read(expression)

    def set_somewhere(self, name: str) -> bool:
        """Return whether anything gives the variable a value."""
        given = (UseKind.DECLARED, UseKind.RESULT, UseKind.WRITE, UseKind.UPDATE)
        return any(use.kind in given for use in self.uses.get(name, ()))

    def read_somewhere(self, name: str) -> bool:
        """Return whether anything may look at the variable."""
        return name in self.mentioned or any(use.kind is UseKind.READ for use in self.uses.get(name, ()))

    @cached_property
    def misspelt(self) -> set[str]:
        """The names that something sets and that a name which nothing sets is likely meant to be.

        With too many of the latter to look at each, all names that something sets.
        """
        given = {name for name in self.uses if self.set_somewhere(name)}
        strangers = self.uses.keys() - given
        if len(strangers) > _MOST_STRANGERS:
            return given
        known = Closest(given)
        return {near for name in strangers if (near := known.to(name)) is not None}

    def _add(self, use: NameUse) -> None:
        self.uses[use.name].append(use)

    def _read(self, expression: Expression) -> None:
        analysis = expression.analysis
        self.complete = self.complete and not analysis.skipped
        evaluated = expression.place is not Place.ELSEWHERE
        named = [each for each in analysis.references if each.name.startswith("$")]
        for index, reference in enumerate(named):
            kind = UseKind.READ
            if reference.access is Access.UPDATE and evaluated:
                kind = UseKind.UPDATE
            elif reference.access is Access.WRITE and evaluated:
                kind = UseKind.UPDATE if _from_itself(named, index, expression.code) else UseKind.WRITE
            self._add(NameUse(reference.name, kind, expression.step, None, expression, reference))


def _from_itself(named: list[Reference], index: int, code: str) -> bool:
    """Return whether an assignment reads the name that it sets, as in `$n = $n + 1`."""
    own = named[index]
    following = next((each for each in named[index + 1 :] if each.name == own.name), None)
    if following is None or following.access is not Access.READ or copes(following, code):
        return False
    return _OWN_VALUE.fullmatch(code, own.end, following.start) is not None
