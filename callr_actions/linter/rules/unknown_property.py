"""CA609: members that a predefined variable or a result does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.language.facts import meant_name
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Mapping, Scalar, target
from callr_actions.linter.rule import Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.model import Member, Reference
    from callr_actions.language.expressions import Expression
    from callr_actions.language.facts import JsonSchema
    from callr_actions.linter.context import Subject
    from callr_actions.linter.shapes import Shape

PAGE = Explanation(
    code="CA609",
    name="unknown-property",
    summary="A field that `call`, `sms`, a result or the like is not known to have.",
    why="""\
Reading a field that is not there gives `undefined`, without a word: the text says "undefined", and a
condition on it never holds. A name close to a known field is a warning, and so is the spelling that call
records had before compat version 2025-09-01. Callr's pages do not show every field: another unknown name
is an info. So is a field whose values this program only assumes.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - if: call.fromNumbr === ''
        action: hangup@v1
""",
    good="""\
branches:
  inbound-call:
    actions:
      - if: call.fromNumber === ''
        action: hangup@v1
""",
    fix="Use the name of the field that is meant.",
)

_OF_EVERY_OBJECT = frozenset(
    (
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    )
)
_CAMEL_CASE_SINCE = "2025-09-01"


def check(subject: Subject) -> Iterator[Report]:
    """Follow each path of members through the shape of its variable."""
    current = _has_current_fields(subject)
    told: set[tuple[str, ...]] = set()
    for expression in subject.expressions:
        if expression.place is Place.ELSEWHERE:
            continue
        for reference in expression.analysis.references:
            shape = subject.shapes.of(reference.name)
            if shape is not None and reference.members:
                yield from _follow(subject, expression, reference, shape, current=current, told=told)


def _has_current_fields(subject: Subject) -> bool:
    """Whether the scenario gets call records in their current spelling, which is the default."""
    entry = subject.scenario.entries.get("compat")
    compat = target(entry.value) if entry is not None else None
    version = compat.get("version") if isinstance(compat, Mapping) else None
    value = target(version.value) if version is not None else None
    return not isinstance(value, Scalar) or value.value == _CAMEL_CASE_SINCE


def _follow(
    subject: Subject,
    expression: Expression,
    reference: Reference,
    shape: Shape,
    *,
    current: bool,
    told: set[tuple[str, ...]],
) -> Iterator[Report]:
    schema: JsonSchema = shape.schema
    path: tuple[str, ...] = ()
    for member in reference.members:
        fields = schema.get("properties")
        if not fields or member.name in _OF_EVERY_OBJECT:
            return
        inner = fields.get(member.name, schema.get("additionalProperties"))
        owner = ".".join((shape.name, *path))
        if inner is None:
            new = subject.catalog.renamed_fields.get(member.name)
            call_record = any(each.new in fields for each in subject.catalog.renamed_fields.values())
            if call_record and not current:
                return
            if new is not None and new.new in fields:
                yield _renamed(expression, member, owner, new.new)
            else:
                yield _unknown(expression, member, owner, shape, fields)
            return
        path = (*path, member.name)
        if shape.provenance_of(path, "values") is Provenance.ASSUMED and "enum" in inner:
            if (shape.name, *path) not in told:
                told.add((shape.name, *path))
                yield _assumed(expression, member, owner, inner)
            return
        schema = inner


def _renamed(expression: Expression, member: Member, owner: str, new: str) -> Report:
    start, end = expression.span(member.start, member.end)
    message = f"`{member.name}` of `{owner}` is called `{new}` since compat version {_CAMEL_CASE_SINCE}"
    mend = Mend(f"use `{new}`", safe=True, edits=((start, end, new),))
    return Report(start, end, message, Provenance.INFERRED, mend=mend)


def _unknown(expression: Expression, member: Member, owner: str, shape: Shape, fields: JsonSchema) -> Report:
    start, end = expression.span(member.start, member.end)
    near = meant_name(member.name, fields)
    whose = f"`{owner}`" if shape.action is None else f"`{owner}`, from `{shape.action.id}`,"
    message = f"{whose} has no known field `{member.name}`"
    complete = shape.unstated is Provenance.SCHEMA
    if near is None:
        known = ", ".join(f"`{name}`" for name in fields)
        weight = Provenance.SCHEMA if complete else Provenance.ASSUMED
        return Report(start, end, message, weight, help=f"known: {known}")
    return Report(
        start,
        end,
        f"{message}; did you mean `{near}`?",
        Provenance.SCHEMA if complete else Provenance.INFERRED,
        mend=Mend(f"use `{near}`", safe=False, edits=((start, end, near),)),
    )


def _assumed(expression: Expression, member: Member, owner: str, schema: JsonSchema) -> Report:
    start, end = expression.span(member.start, member.end)
    values = ", ".join(f"`{value}`" for value in schema["enum"])
    message = f"`{member.name}` of `{owner}` and its values are assumed; Callr documents neither"
    return Report(
        start, end, message, Provenance.ASSUMED, help=f"assumed: {values}; try it out on the platform"
    )


RULE = Rule(PAGE, check)
