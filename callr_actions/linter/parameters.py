"""What is wrong with a step's parameters, by the facts about its action; worked out once for all rules."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from callr_actions.language.expressions import OPENING
from callr_actions.language.facts import Tolerance, meant_name
from callr_actions.language.tree import (
    Mapping,
    Node,
    Path,
    Scalar,
    Sequence,
    descend,
    merged_entries,
    plain_data,
    scalars,
    target,
)
from callr_actions.linter.plainly_valid import plainly_valid
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    import jsonschema_rs

    from callr_actions.language.facts import ActionFacts, JsonSchema
    from callr_actions.language.scenario import Step

# Keywords that judge a value by what is inside it: their error stands at the whole value, so an
# expression anywhere inside it may be what the schema could not judge.
_COMBINING = frozenset(("anyOf", "oneOf", "not", "allOf", "if", "contains", "uniqueItems"))
_UNKNOWN_KEY = frozenset(("additionalProperties", "unevaluatedProperties", "propertyNames"))


class FaultKind(Enum):
    """Which promise a parameter breaks."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    TYPE = "type"
    VALUE = "value"


class ParameterFault(NamedTuple):
    """One thing wrong with the parameters of one step.

    Attributes:
        node: what to point at: the value, the unknown key, or the nearest key above what is missing.
        path: where the parameter stands below `params`.
        keyword: the JSON Schema keyword that is not met: `type`, `enum`, `minimum` …
        limit: that keyword's value.
        near: for an unknown parameter the known one that it is likely a slip of.
    """

    kind: FaultKind
    step: Step
    facts: ActionFacts
    node: Node
    path: Path
    keyword: str = ""
    limit: Any = None
    near: str | None = None

    @property
    def name(self) -> str:
        """The parameter as a person would name it: `targets[0].number`."""
        name = ""
        for part in self.path:
            name += f"[{part}]" if isinstance(part, int) else f".{part}"
        return name.removeprefix(".") or "params"


class ParameterCheck:
    """Checks parameters; keeps the compiled schema of each action it has met."""

    def __init__(self) -> None:
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def faults(self, step: Step, facts: ActionFacts) -> Iterator[ParameterFault]:
        """Yield what is wrong with a step's parameters, in no particular order.

        A value that holds an expression is never wrong: what it is shows only when it runs.
        """
        entry = step.entries.get("params")
        given = entry.value if entry is not None else None
        value = target(given) if given is not None else None
        if isinstance(value, Scalar):
            if OPENING in value.value:
                return
            if value.is_null:
                given = value = None
        data = plain_data(given, merge=True) if given is not None else {}
        if not plainly_valid(data, facts.params):
            for error in self._validator(facts).iter_errors(data):
                fault = _fault(error, step, facts, given)
                if fault is not None:
                    yield fault
        if isinstance(value, Mapping):
            yield from _unknown(value, facts.params, (), step, facts)

    def _validator(self, facts: ActionFacts) -> jsonschema_rs.Draft202012Validator:
        known = self._validators.get(facts.id)
        if known is None:
            import jsonschema_rs  # noqa: PLC0415 - 20 ms, paid only where a step has facts to check

            known = self._validators[facts.id] = jsonschema_rs.Draft202012Validator(dict(facts.params))
        return known


def _fault(
    error: jsonschema_rs.ValidationError, step: Step, facts: ActionFacts, given: Node | None
) -> ParameterFault | None:
    """Return a validator's error as a fault; None where an expression stands or another check says it."""
    keyword, path = error.kind.name, tuple(error.instance_path)
    if keyword in _UNKNOWN_KEY or (keyword == "type" and not path):
        return None  # the walk over the keys names them one by one; `params` itself is a key of the step
    assert step.action is not None, "facts are found by the step's action"
    node = descend(given, path) if given is not None else None
    if node is not None and _holds_expression(node, deep=keyword in _COMBINING):
        return None
    if keyword == "required":
        place = _nearest_key(step, path)
        return ParameterFault(FaultKind.MISSING, step, facts, place, (*path, str(error.kind.value)), keyword)
    kind = FaultKind.TYPE if keyword == "type" else FaultKind.VALUE
    return ParameterFault(kind, step, facts, node or step.action.node, path, keyword, error.kind.value)


def _holds_expression(node: Node, *, deep: bool) -> bool:
    if deep:
        return any(OPENING in scalar.value for _, scalar in scalars(node))
    found = target(node)
    return isinstance(found, Scalar) and OPENING in found.value


def _nearest_key(step: Step, path: Path) -> Node:
    """Return what to point at when a key is missing: the list item, the key above, or the action."""
    assert step.action is not None
    entry = step.entries.get("params")
    if entry is None or not path:
        return step.action.node
    node = descend(entry.value, path)
    if isinstance(path[-1], int) and node is not None:
        return node
    above = descend(entry.value, path[:-1])
    found = target(above) if above is not None else None
    key = merged_entries(found).get(str(path[-1])) if isinstance(found, Mapping) else None
    return key.key if key is not None else step.action.node


def _unknown(
    value: Mapping, schema: JsonSchema, path: Path, step: Step, facts: ActionFacts
) -> Iterator[ParameterFault]:
    """Yield the keys that the facts do not name, at every depth that they describe.

    An action known by name only has no unknown parameters, nor has a map of free keys.
    """
    known = schema.get("properties", {})
    if facts.tolerance is Tolerance.ANY or (path and not known):
        return
    free = schema.get("additionalProperties")
    entries = merged_entries(value)
    missing = {each: inner for each, inner in known.items() if each not in entries}
    for name, entry in entries.items():
        inner = known.get(name)
        if inner is not None:
            yield from _unknown_below(entry.value, inner, (*path, name), step, facts)
        elif not isinstance(free, dict):
            near = meant_name(name, missing)
            yield ParameterFault(
                FaultKind.UNKNOWN, step, facts, entry.key, (*path, name), limit=tuple(known), near=near
            )


def _unknown_below(
    node: Node, schema: JsonSchema, path: Path, step: Step, facts: ActionFacts
) -> Iterator[ParameterFault]:
    found = target(node)
    if isinstance(found, Mapping):
        yield from _unknown(found, schema, path, step, facts)
    elif isinstance(found, Sequence) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(found.items):
            yield from _unknown_below(item, schema["items"], (*path, index), step, facts)
