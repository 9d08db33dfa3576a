"""CA608: objects in text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.parts import PartKind
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.language.finding import Provenance
from callr_actions.linter.rule import Effect, Mend, Report, Rule
from callr_actions.linter.shapes import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.parts import Part
    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA608",
    name="object-in-text",
    summary="An object is put into text, where it reads `[object Object]`.",
    why="""\
Text holds text: JavaScript writes an object as `[object Object]`, whatever is in it. Results of actions,
`call`, `call.cdr`, `sms` and their like are objects. A value that is nothing but one expression is
reported only where the parameter wants text; what happens to it there is not documented, so that is an
info. Lists print their items with commas: an info too.
""",
    bad="""\
branches:
  hangup:
    actions:
      - action: log@v1
        params:
          message: The call took ${{ call.cdr }}.
  inbound-call:
    actions:
      - action: hangup@v1
""",
    good="""\
branches:
  hangup:
    actions:
      - action: log@v1
        params:
          message: The call took ${{ call.cdr.durationTotal }} seconds.
  inbound-call:
    actions:
      - action: hangup@v1
""",
    fix="Read the field that is meant, or write the whole object with `JSON.stringify(…)`.",
)

# What leaves an object the same text.
_TEXT_OF_IT = ("String", ".toString", "encodeURIComponent")


def check(subject: Subject) -> Iterator[Report]:
    """Look at what each expression in a parameter puts into text."""
    for expression in subject.expressions:
        if expression.place is not Place.PARAMETER or not _may_hold(expression, subject):
            continue
        if expression.structure is None:
            continue
        for part in expression.structure.parts:
            if part.held or any(step not in _TEXT_OF_IT for step in part.through):
                continue
            if part.joined or part.through or not expression.whole:
                weight: Effect | Provenance = Effect.CAN_BREAK
            elif _wants_text(expression, subject):
                weight = Provenance.ASSUMED
            else:
                continue
            report = _report(expression, part, subject, weight)
            if report is not None:
                yield report


def _may_hold(expression: Expression, subject: Subject) -> bool:
    """Whether the code names an object or writes one down; for most this spares a second look."""
    if any(sign in expression.code for sign in ("{", "[", "=>", "function", "class")):
        return True
    for reference in expression.analysis.references:
        shape = subject.shapes.of(reference.name)
        if shape is not None and is_object(shape.at([member.name for member in reference.members])):
            return True
    return False


def _wants_text(expression: Expression, subject: Subject) -> bool:
    step = expression.step
    facts = subject.catalog.actions.get(step.action.id) if step and step.action else None
    schema = facts.parameter_schema(expression.parameter) if facts else None
    return schema is not None and schema.get("type") == "string"


def _report(
    expression: Expression, part: Part, subject: Subject, weight: Effect | Provenance
) -> Report | None:
    code = expression.code[part.start : part.end]
    start, end = expression.span(part.start, part.end)
    if part.kind is PartKind.FUNCTION:
        return Report(start, end, "a function in text reads as its own source code", weight)
    if part.kind is PartKind.ARRAY:
        message = "a list in text reads as its items with commas between them"
        return Report(
            start, end, message, Provenance.ASSUMED, help="join them as they should read: `.join(' ')`"
        )
    if part.kind not in (PartKind.NAME, PartKind.OBJECT):
        return None
    name = "an object"
    if part.kind is PartKind.NAME:
        shape = subject.shapes.of(part.path[0])
        if shape is None or not is_object(shape.at(part.path[1:])):
            return None
        name = f"`{''.join(code.split())}`"
        if shape.action is not None:
            name += f", from `{shape.action.id}`,"
        name += " is an object: it"
    message = f"{name} reads `[object Object]` in text"
    advice = "read one of its fields"
    if weight is Provenance.ASSUMED:
        advice = "what the platform makes of an object here is not documented; `JSON.stringify(…)` is sure"
    elif part.kind is PartKind.OBJECT:
        advice = "write it with `JSON.stringify(…)`"
    edits = ((start, start, "JSON.stringify("), (end, end, ")"))
    return Report(
        start,
        end,
        message,
        weight,
        help=advice,
        mend=Mend("write it as JSON", False, edits),
    )


RULE = Rule(PAGE, check)
