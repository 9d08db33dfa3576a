"""CA508: JavaScript that takes the name of a predefined variable for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.model import Access
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from callr_actions.javascript.model import Reference
    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA508",
    name="shadowed-predefined",
    summary="JavaScript sets or redeclares `call`, `sms`, `now` or another predefined variable.",
    why="""\
The platform sets these variables. What an assignment to one does is not documented: it may be refused, or
later steps may see something else than the call. A local variable or a parameter of that name works, but
the code around it can't get at the predefined one and readers take one for the other: an info.
""",
    bad="""\
branches:
  inbound-sms:
    actions:
      - action: javascript@v1
        params:
          code: sms.bodyText = sms.bodyText.trim()
      - if: sms.bodyText === "STOP"
        action: log@v1
        params:
          message: no more messages wanted
""",
    good="""\
branches:
  inbound-sms:
    actions:
      - action: javascript@v1
        params:
          code: $text = sms.bodyText.trim()
      - if: $text === "STOP"
        action: log@v1
        params:
          message: no more messages wanted
""",
    fix="Use a `$variable`, or another name for the local one.",
)

# What stands behind a member that is given a value; `'` and `]` where it was written `['name']`.
_ASSIGNED = lazy_pattern(r"(?:['\"]\s*\])?\s*(?:=(?![=>])|(?:[-+*/%&|^]|\*\*|<<|>>>?|&&|\|\||\?\?)=|\+\+|--)")
_WORD = lazy_pattern(r"[\w$]+")
_DECLARES = lazy_pattern(r"\b(?:let|const|var|function|class|catch)\b|=>|\(")


def check(subject: Subject) -> Iterator[Report]:
    """Look at what every piece of JavaScript assigns to and declares."""
    predefined = subject.catalog.variables
    for expression in subject.expressions:
        if expression.place is Place.ELSEWHERE or not _names_any(expression.code, predefined):
            continue
        for reference in expression.analysis.references:
            if reference.name in predefined and (what := _assigned(expression, reference)) is not None:
                start, end = expression.span(reference.start, reference.end)
                message = f"{what} is set by the platform; what an assignment to it does is not documented"
                yield Report(start, end, message, Effect.CAN_BREAK, help="use a `$variable`")
        if expression.analysis.fault is not None or not _DECLARES.search(expression.code):
            continue
        from callr_actions.javascript.declared import declared_names  # noqa: PLC0415 - few files get here

        for declared in declared_names(expression.code, expression.form):
            if declared.name in predefined:
                start, end = expression.span(declared.start, declared.end)
                message = f"this `{declared.name}` hides the predefined variable of that name"
                yield Report(start, end, message, Effect.STYLE, help="give it another name")


def _names_any(code: str, names: Collection[str]) -> bool:
    """Return whether one of some names stands in the code by itself: `call`, not the one in `$caller`."""
    for name in names:  # asked of every expression: `any` would take twice as long
        if name in code:
            words = _WORD.findall(code)
            return any(name in words for name in names)
    return False


def _assigned(expression: Expression, reference: Reference) -> str | None:
    """Return what a place gives a value to, as a message names it; None where it only reads."""
    if reference.access is not Access.READ:
        return f"`{reference.name}`"
    if not reference.members or reference.members[-1].called:
        return None
    if _ASSIGNED.match(expression.code, reference.members[-1].end) is None:
        return None
    path = ".".join((reference.name, *(member.name for member in reference.members)))
    return f"`{path}`"


RULE = Rule(PAGE, check)
