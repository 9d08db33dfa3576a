"""What is known of the values that expressions read: predefined variables and results of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.model import COMPUTED, Access
from callr_actions.language.expressions import Place
from callr_actions.language.facts import JsonSchema, stated, sub_schema
from callr_actions.language.finding import Provenance
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.expressions import Expression
    from callr_actions.language.facts import ActionFacts
    from callr_actions.language.scenario import Scenario

# `$x.y = 1`, `$x[0] += 1`: the value is no longer what the action gave.
_CHANGED = lazy_pattern(
    r"(\$[A-Za-z]\w*)\s*(?:\??\.\s*\w+|\[[^\]]*\])(?:\s*(?:\.\s*\w+|\[[^\]]*\]))*\s*(?:=(?!=)|[-+*/|&?]+=|\+\+|--)"
)


class Shape(NamedTuple):
    """What one variable holds.

    Attributes:
        name: the variable, with its `$` where it has one.
        action: the action whose result it is; None for a predefined variable.
    """

    name: str
    schema: JsonSchema
    unstated: Provenance
    action: ActionFacts | None = None

    def at(self, path: Iterable[str]) -> JsonSchema | None:
        """Return the schema of a member such as `("cdr", "status")`; None where nothing is known."""
        return sub_schema(self.schema, [0 if part == COMPUTED else part for part in path])

    def provenance_of(self, path: Iterable[str], fact: str = "name") -> Provenance:
        """Return how well a fact about a member is known."""
        return stated(self.at(path), fact, self.unstated)


class Shapes:
    """The shapes of a scenario's variables."""

    def __init__(self, scenario: Scenario, catalog: Catalog, expressions: Iterable[Expression]) -> None:
        self._shapes = {
            name: Shape(name, variable.schema, Provenance.ASSUMED)
            for name, variable in catalog.variables.items()
        }
        actions: dict[str, set[str]] = {}
        for _, step in scenario.steps:
            if step.result is not None:
                action = step.action.id if step.action is not None else ""
                actions.setdefault(step.result.value, set()).add(action)
        changed = set(_changed(expressions))
        self._given = dict(self._shapes)
        for name, ids in actions.items():
            facts = catalog.actions.get(min(ids)) if len(ids) == 1 else None
            if facts is not None and facts.result is not None:
                unstated = Provenance.SCHEMA if facts.provenance is Provenance.SCHEMA else Provenance.ASSUMED
                self._given[name] = Shape(name, facts.result, unstated, facts)
                if name not in changed:
                    self._shapes[name] = self._given[name]

    def of(self, name: str) -> Shape | None:
        """Return what a variable holds: a predefined one, or one that only one kind of action sets."""
        return self._shapes.get(name)

    def given(self, name: str) -> Shape | None:
        """Return what a variable holds at first, also where JavaScript seems to change it later."""
        return self._given.get(name)


def _changed(expressions: Iterable[Expression]) -> Iterator[str]:
    """Yield the variables that JavaScript gives another value or shape."""
    for expression in expressions:
        if expression.place is Place.ELSEWHERE or (
            "=" not in expression.code and "++" not in expression.code
        ):
            continue
        for reference in expression.analysis.references:
            if reference.access is not Access.READ:
                yield reference.name
        for match in _CHANGED.finditer(expression.code):
            yield match[1]


def is_object(schema: JsonSchema | None) -> bool:
    """Whether a value is known to be an object that prints as `[object Object]`."""
    return schema is not None and schema.get("type") == "object" and schema.get("x-kind") != "date"
