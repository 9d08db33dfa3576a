"""CA703: text of others in a URL as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.parts import PartKind
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Mend, Report, Rule
from callr_actions.linter.rules._origins import KEEPING, Origin, origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.parts import Part
    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA703",
    name="unencoded-url",
    summary="A URL holds text that a caller, a sender or a server chose, not encoded.",
    why="""\
`&`, `#`, `/` and blanks in it change which address is asked and with which parameters. The `+` of every
phone number reads as a blank behind a `?`, so that the number is not found. In a path the `+` does no
harm, so a number there is an info; so is what a server answered, for it is most often one's own.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://crm.example.com/customers?phone=${{ call.fromNumber }}
        result: $customer
      - action: say@v2
        params:
          what: Hello ${{ $customer.json.name }}.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://crm.example.com/customers?phone=${{ encodeURIComponent(call.fromNumber) }}
        result: $customer
      - action: say@v2
        params:
          what: Hello ${{ $customer.json.name }}.
""",
    fix="Put the value through `encodeURIComponent(…)`.",
)

# Behind the host; or behind the first part of an address that begins with an expression.
_BEHIND_HOST = lazy_pattern(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*[/?#]|\0[^/?#]*[/?#])")


def check(subject: Subject) -> Iterator[Report]:
    """Look at each part of a URL that stands behind the host."""
    before: dict[int, str] = {}
    for expression in subject.expressions:
        if expression.place is not Place.PARAMETER or not _is_url(expression, subject):
            continue
        value, hole = expression.scalar.value, expression.hole
        # The text up to here, each expression in it written as one character.
        known = before.get(id(expression.scalar), "")
        done = int(known.partition("\n")[0] or 0)
        text = known.partition("\n")[2] + value[done : hole.start]
        if expression.structure is not None:
            for part in expression.structure.parts:
                report = _report(expression, part, text, subject)
                if report is not None:
                    yield report
                literal = part.kind is PartKind.TEXT and not part.through
                text += expression.code[part.start : part.end].strip("'\"") if literal else "\0"
        before[id(expression.scalar)] = f"{hole.end}\n{text}"


def _is_url(expression: Expression, subject: Subject) -> bool:
    step = expression.step
    facts = subject.catalog.actions.get(step.action.id) if step and step.action else None
    schema = facts.parameter_schema(expression.parameter) if facts else None
    return schema is not None and schema.get("x-kind") == "url"


def _report(expression: Expression, part: Part, before: str, subject: Subject) -> Report | None:
    who = origin(part, subject)
    if who is None or not _BEHIND_HOST.match(before) or not set(part.through) <= KEEPING:
        return None
    code = expression.code[part.start : part.end]
    start, end = expression.span(part.start, part.end)
    number = part.path[-1] in ("fromNumber", "callerNumber")
    in_path = "?" not in before
    mend = None
    if not part.through:
        edits = ((start, start, "encodeURIComponent("), (end, end, ")"))
        mend = Mend("encode it", safe=False, edits=edits)
    message = f"`{code}` stands in the URL as it is; what is in it can change the address"
    if number and not in_path:
        message = f"`{code}` stands in the URL as it is; its `+` reads as a blank there"
    return Report(
        start,
        end,
        message,
        Effect.STYLE if (number and in_path) or who is Origin.SERVER else Effect.CAN_BREAK,
        help="put it through `encodeURIComponent(…)`",
        mend=mend,
    )


RULE = Rule(PAGE, check)
