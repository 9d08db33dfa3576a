"""CA606: conditions that are always true, or always false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA606",
    name="constant-condition",
    summary="An `if` that is always true, or always false.",
    why="""\
It decides nothing. A text that is not empty, a list and an object are always true, whatever stands in
them; `$x === '1' || '2'` is true for every `$x`. A lone `true`, `false` or number is most likely there on
purpose, to switch a step off for a while: that is an info.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - if: call.fromType === 'MOBILE' || 'FIXED_LINE'
        action: hangup@v1
""",
    good="""\
branches:
  inbound-call:
    actions:
      - if: call.fromType === 'MOBILE' || call.fromType === 'FIXED_LINE'
        action: hangup@v1
""",
    fix="Compare with a variable on each side of `||` and `&&`, or delete the `if`, or the whole step.",
)

_SWITCHES = ("true", "false", "0", "1")


def check(subject: Subject) -> Iterator[Report]:
    """Work out each condition as far as constants decide it."""
    for expression in subject.expressions:
        if expression.place is not Place.CONDITION or expression.structure is None:
            continue
        truth = expression.structure.truth
        if truth is not None:
            yield _report(expression, holds=truth)


def _report(expression: Expression, *, holds: bool) -> Report:
    start, end = expression.whole_span
    effect = Effect.STYLE if expression.code.strip() in _SWITCHES else Effect.CAN_BREAK
    if holds:
        advice = "text that is not empty, lists, objects and functions count as true"
        if effect is Effect.STYLE:
            advice = "delete the `if`"
        return Report(start, end, "this condition always holds", effect, help=advice)
    step = expression.step
    assert step is not None, "a condition belongs to a step"
    other = any(listed.kind == "else" for listed in step.lists)
    message = "this condition never holds: " + ("only `else` runs" if other else "the step never runs")
    return Report(start, end, message, effect)


RULE = Rule(PAGE, check)
