"""CA601: JavaScript that does not parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import CLOSING, OPENING, Place
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA601",
    name="expression-syntax",
    summary="A `${{ }}` expression, an `if` or JavaScript code does not parse.",
    why="""\
It cannot be evaluated: the run ends at this step. `${{ }}` and `if` take one JavaScript expression, no
statements; `javascript@v1` takes statements.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Your number is ${{ call.fromNumber.split('').join(' ' }}.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Your number is ${{ call.fromNumber.split('').join(' ') }}.
""",
    fix="Correct the JavaScript at the place that is marked.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report the fault of each evaluated piece, exact where the compiler gives a position."""
    for expression in subject.expressions:
        if expression.place is Place.ELSEWHERE or not expression.hole.closed:
            continue
        if expression.braces is not None:
            start, end = expression.span(expression.braces, expression.braces + len(OPENING))
            message = f"an `if` is JavaScript as a whole; `{OPENING}` has no meaning inside it"
            yield Report(start, end, message, Effect.BREAKS, help=f"leave `{OPENING}` and `{CLOSING}` out")
            continue
        fault = expression.analysis.fault
        if fault is None or (expression.scalar.tag is not None and not expression.scalar.value):
            continue  # of `!$x` without quotes, which YAML takes for a tag, CA101 says what it is
        if fault.start is None or fault.end is None:
            start, end = expression.whole_span
        else:
            start, end = expression.span(fault.start, fault.end)
        yield Report(start, end, fault.message, Effect.BREAKS)


RULE = Rule(PAGE, check)
