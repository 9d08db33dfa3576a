"""CA613: `===` between values of different types, which are never equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.linter.rule import Report, Rule
from callr_actions.linter.words import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.comparisons import Comparison, Operand
    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA613",
    name="mixed-comparison",
    summary="`===`, `!==` or a `switch` compares values of different types.",
    why="""\
`===` converts nothing: the text `"1"` and the number `1` are different, always. The keys that somebody
presses are text, as phone numbers are, so `$key.digits === 1` never holds and the step never runs;
`!== 1` always holds. A `switch` compares in the same way.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params:
          maxDigits: 1
          prompt:
            what: Press 1 to end this call.
        result: $key
      - if: $key.digits === 1
        action: hangup@v1
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params:
          maxDigits: 1
          prompt:
            what: Press 1 to end this call.
        result: $key
      - if: $key.digits === "1"
        action: hangup@v1
""",
    fix='Write the value as the type that the variable has: `"1"` is text, `1` a number.',
)


def check(subject: Subject) -> Iterator[Report]:
    """Hold each literal against the type of what it is compared with."""
    for expression in subject.expressions:
        if expression.place is Place.ELSEWHERE or not _may_compare(expression.code):
            continue
        if not any(subject.shapes.of(each.name) for each in expression.analysis.references):
            continue
        for comparison in expression.structure.comparisons if expression.structure is not None else ():
            for value, literal in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
                report = _report(value, literal, comparison, expression, subject)
                if report is not None:
                    yield report


def _may_compare(code: str) -> bool:
    return "==" in code or "switch" in code


def _report(
    value: Operand, literal: Operand, comparison: Comparison, expression: Expression, subject: Subject
) -> Report | None:
    shape = subject.shapes.of(value.path[0]) if value.path else None
    if shape is None or literal.literal is None:
        return None
    from callr_actions.linter.comparable import conversion, types_of_member  # noqa: PLC0415 - few get here

    types = types_of_member(shape, value.path[1:])
    if not types or literal.literal in types:
        return None
    name = ".".join(value.path)
    always = {"!==": "they always differ", "switch": "this case never applies"}
    start, end = expression.span(literal.start, literal.end)
    written = any_of((literal.literal,))
    return Report(
        start,
        end,
        f"`{name}` is {any_of(sorted(types))}, this is {written}: "
        + always.get(comparison.operator, "they are never equal"),
        shape.provenance_of(value.path[1:], "type"),
        help=f"`{comparison.operator}` converts nothing" if comparison.operator != "switch" else None,
        mend=conversion(literal, types, expression),
    )


RULE = Rule(PAGE, check)
