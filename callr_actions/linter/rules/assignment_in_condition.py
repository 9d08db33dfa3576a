"""CA607: `=` where a comparison is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.model import Form
from callr_actions.javascript.structure import Structure
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA607",
    name="assignment-in-condition",
    summary="`=` in a condition assigns; `===` compares.",
    why="""\
`$key = '1'` does not ask whether `$key` is 1: it makes it 1, and is true. Every later step then sees the
new value. Assigning a constant is always a slip, so an error; assigning anything else a warning. Whoever
means it puts the assignment into parentheses of its own.
""",
    bad="""\
variables:
  $tries: 0
branches:
  inbound-call:
    actions:
      - if: $tries = 3
        action: hangup@v1
""",
    good="""\
variables:
  $tries: 0
branches:
  inbound-call:
    actions:
      - if: $tries === 3
        action: hangup@v1
""",
    fix="Write `===`; or put parentheses around an assignment that is meant.",
)

_EQUALS = lazy_pattern(r"(?<![=!<>])=(?![=>])")


def check(subject: Subject) -> Iterator[Report]:
    """Report each `=` that decides something: in an `if`, before `?`, in `&&` and `||`, in code."""
    for expression in subject.expressions:
        if expression.place is Place.ELSEWHERE or not _EQUALS.search(expression.code):
            continue
        structure = expression.structure
        if structure is None:
            continue
        condition = expression.place is Place.CONDITION
        for index, after in structure.assignments_in_tests(whole=condition):
            start, end = expression.span(index, after)
            right = Structure(expression.code[after:], Form.EXPRESSION)
            constant = right.truth is not None
            yield Report(
                start,
                end,
                "`=` assigns, and its value decides; `===` compares",
                Effect.BREAKS if condition and constant else Effect.CAN_BREAK,
                help="parentheses around the assignment say that it is meant",
                mend=_mend(expression, index, after, right, subject),
            )


def _mend(expression: Expression, index: int, after: int, right: Structure, subject: Subject) -> Mend:
    """Return the fix, with the constant in the type of what it is compared with, or it is never equal."""
    from callr_actions.linter.comparable import converted, types_of_member  # noqa: PLC0415 - only findings need it

    edits = ((*expression.span(index, after), "==="),)
    left = Structure(expression.code[:index], Form.EXPRESSION).operand
    shape = subject.shapes.given(left.path[0]) if left is not None and left.path else None
    given = right.operand
    if left is None or shape is None or given is None:
        return Mend("compare with `===`", False, edits)
    literal = given._replace(start=given.start + after, end=given.end + after)
    types = types_of_member(shape, left.path[1:])
    text = converted(literal, types, expression) if given.literal not in types else None
    if text is None:
        return Mend("compare with `===`", False, edits)
    value = (*expression.span(literal.start, literal.end), text)
    return Mend(f"compare with `=== {text}`", False, (*edits, value))


RULE = Rule(PAGE, check)
