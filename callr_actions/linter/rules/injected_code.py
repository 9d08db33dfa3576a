"""CA704: text of others that is run as code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.model import Form
from callr_actions.javascript.parts import PartKind
from callr_actions.javascript.structure import Structure
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import OPENING, HoleFinder, Place
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.rules._origins import origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA704",
    name="injected-code",
    summary="Text that a caller, a sender or a server chose is run as JavaScript.",
    why="""\
Whoever writes the text then decides what the scenario does: whom it calls, what it sends, which keys it
gives away. `${{ }}` inside the text of `javascript@v1` puts a value into the code, quotes in it end the
string; `eval` and `new Function` run their text. With text of others that is an error, with other text
that is not fixed a warning.
""",
    bad="""\
variables:
  $text: ""
branches:
  inbound-sms:
    actions:
      - action: javascript@v1
        params:
          code: $text = '${{ sms.bodyText }}'
      - if: $text === "STOP"
        action: log@v1
        params:
          message: no more messages wanted
""",
    good="""\
variables:
  $text: ""
branches:
  inbound-sms:
    actions:
      - action: javascript@v1
        params:
          code: $text = sms.bodyText
      - if: $text === "STOP"
        action: log@v1
        params:
          message: no more messages wanted
""",
    fix="Read the variable in the code itself; take text apart with `JSON.parse` and string methods.",
)

_RUNS_TEXT = ("eval", "Function")


def check(subject: Subject) -> Iterator[Report]:
    """Look for expressions inside code, and for functions that run text."""
    finder = HoleFinder()
    for expression in subject.expressions:
        if expression.place is Place.CODE and OPENING in expression.code:
            yield from _holes(expression, finder, subject)
        if expression.place is not Place.ELSEWHERE:
            yield from _calls(expression, subject)


def _holes(expression: Expression, finder: HoleFinder, subject: Subject) -> Iterator[Report]:
    for hole in finder.holes(expression.code):
        code = expression.code[hole.code_start : hole.code_end]
        parts = Structure(code, Form.EXPRESSION).parts if hole.closed else ()
        if any(origin(part, subject) for part in parts):
            yield Report(
                *expression.span(hole.start, hole.end),
                "text that others choose becomes part of the code",
                Effect.BREAKS,
                help=f"read the variable itself, without `${{{{ }}}}`: {' '.join(code.split())}",
            )


def _calls(expression: Expression, subject: Subject) -> Iterator[Report]:
    named = {reference.name for reference in expression.analysis.references}
    if named.isdisjoint(_RUNS_TEXT) or expression.structure is None:
        return
    for call in expression.structure.calls(named.intersection(_RUNS_TEXT)):
        start, end = expression.span(call.start, call.end)
        if any(origin(part, subject) for part in call.parts):
            message = f"`{call.name}` runs text that others choose"
            yield Report(start, end, message, Effect.BREAKS)
        elif any(part.kind is not PartKind.TEXT for part in call.parts):
            message = f"`{call.name}` runs text as code, whoever wrote it"
            yield Report(start, end, message, Effect.CAN_BREAK)


RULE = Rule(PAGE, check)
