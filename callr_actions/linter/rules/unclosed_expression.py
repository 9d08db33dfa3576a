"""CA602: `${{` without `}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import CLOSING, OPENING, Place
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA602",
    name="unclosed-expression",
    summary="`${{` opens an expression that `}}` does not close.",
    why="""\
The text would be used as it stands, braces included, or refused. One cause is easy to miss: ` #` in an
unquoted value starts a YAML comment, and the rest of the expression with its `}}` is part of it.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello ${{ call.fromNumber }.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello ${{ call.fromNumber }}.
""",
    fix="Close the expression with `}}`, or put the value in quotes if a `#` cuts it off.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each opening without a closing; say so where a comment has swallowed it."""
    source = subject.scenario.source
    for expression in subject.expressions:
        hole = expression.hole
        if hole.closed or expression.place is Place.ELSEWHERE:
            continue
        start, end = expression.offsets.span(hole.start, hole.start + len(OPENING))
        comment = next(
            (
                each
                for each in subject.scenario.document.comments
                if each.start >= expression.scalar.end
                and not source.text[expression.scalar.end : each.start].strip(" \t")
            ),
            None,
        )
        if comment is not None and CLOSING in comment.text:
            yield Report(
                start,
                end,
                f"`{OPENING}` is not closed: the `#` behind it starts a YAML comment",
                Effect.BREAKS,
                help="put the whole value in quotes",
                related=((comment.start, comment.end, "this is a comment"),),
            )
        else:
            yield Report(start, end, f"`{OPENING}` is not closed by `{CLOSING}`", Effect.BREAKS)


RULE = Rule(PAGE, check)
