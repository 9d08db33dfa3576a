"""CA305: parameters of the right type whose value is not allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.closest import closest
from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.explanation import Explanation
from callr_actions.language.tree import Mapping, Scalar, Sequence, kind_of, merged_entries, target
from callr_actions.linter.parameters import FaultKind
from callr_actions.linter.rule import Report, Rule
from callr_actions.linter.verdicts import schema_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject
    from callr_actions.linter.parameters import ParameterFault

PAGE = Explanation(
    code="CA305",
    name="parameter-value",
    summary="A parameter's value is out of range or not one of the allowed ones.",
    why="""\
The type is right but the action cannot work with the value: a negative number of seconds, an empty list
of targets, a word that is not among those allowed. How sure this is depends on where the limit is from.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets: []
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
""",
    fix="Use a value inside the limits that are named.",
)

_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "text of {} character{} or more",
    "maxLength": "text of {} character{} at most",
    "minItems": "a list of {} item{} or more",
    "maxItems": "a list of {} item{} at most",
    "minProperties": "a mapping of {} key{} or more",
    "maxProperties": "a mapping of {} key{} at most",
    "uniqueItems": "a list in which nothing stands twice",
    "pattern": "text that matches `{}`",
    "format": "text of the form `{}`",
    "const": "`{}`",
}


def check(subject: Subject) -> Iterator[Report]:
    """Report each value that the facts exclude though its type is right."""
    for fault in subject.parameter_faults:
        if fault.kind is FaultKind.VALUE:
            yield _report(fault)


def _report(fault: ParameterFault) -> Report:
    schema = fault.facts.parameter_schema(fault.path) or {}
    fact = "values" if fault.keyword in ("enum", "const") else "range"
    return Report.at(
        fault.node,
        f"`{fault.name}` of `{fault.facts.id}` is {_wanted(fault)}; this is {_found(fault)}",
        fault.facts.provenance_of(fault.path, fact),
        help=schema.get("description"),
    )


def _wanted(fault: ParameterFault) -> str:
    if fault.keyword == "enum":
        allowed = [str(each) for each in fault.limit]
        node = target(fault.node)
        near = closest(node.value, allowed) if isinstance(node, Scalar) else None
        text = "one of " + ", ".join(f"`{each}`" for each in allowed)
        return f"{text} (did you mean `{near}`?)" if near is not None else text
    limit: Any = fault.limit
    if fault.keyword not in _LIMITS:
        return "not what its schema allows"
    return _LIMITS[fault.keyword].format(limit, "" if limit == 1 else "s")


def _found(fault: ParameterFault) -> str:
    node = target(fault.node)
    if isinstance(node, Scalar) and node.is_string and node.value:
        return f"`{node.value[:60]}{'…' if len(node.value) > 60 else ''}`"
    if isinstance(node, Sequence):
        return f"a list of {len(node.items)}"
    if isinstance(node, Mapping):
        return f"a mapping of {len(merged_entries(node))}"
    return kind_of(fault.node)


RULE = Rule(PAGE, schema_first(ViolationKind.VALUE, check))
