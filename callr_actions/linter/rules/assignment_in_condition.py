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
            constant = Structure(expression.code[after:], Form.EXPRESSION).truth is not None
            yield Report(
                start,
                end,
                "`=` assigns, and its value decides; `===` compares",
                Effect.BREAKS if condition and constant else Effect.CAN_BREAK,
                help="parentheses around the assignment say that it is meant",
                mend=Mend("compare with `===`", safe=False, edits=((start, end, "==="),)),
            )


RULE = Rule(PAGE, check)
