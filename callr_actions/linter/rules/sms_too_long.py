"""CA313: messages that are longer than Callr sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import HoleFinder, Text
from callr_actions.linter.rule import Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

_LONG = "We are closed until Monday. " * 115

PAGE = Explanation(
    code="CA313",
    name="sms-too-long",
    summary="The text of an SMS has more characters than Callr takes: 3,200.",
    why="""\
Callr's API refuses a longer text, so the message is never sent. Where the text holds expressions, only what
stands around them is counted: it is reported when that alone is too much.
""",
    bad=f"""\
branches:
  inbound-sms:
    actions:
      - action: sms@v1
        params:
          to:
            - ${{{{ sms.fromNumber }}}}
          body: {_LONG}${{{{ sms.bodyText }}}}
""",
    good="""\
branches:
  inbound-sms:
    actions:
      - action: sms@v1
        params:
          to:
            - ${{ sms.fromNumber }}
          body: We are closed until Monday.
""",
    fix="Shorten the text, or send a link to the rest.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report the first literal character that is too many."""
    limit = subject.catalog.limits["sms-text-characters"]
    most = int(limit.value)
    for given in subject.given_of("sms-text"):
        text = given.text
        if text is None or len(text.value) <= most:
            continue
        literal = _literal_indexes(text.value)
        if len(literal) > most:
            at = literal[most]
            start, end = Text(subject.scenario.source, text).offsets.span(at, at + 1)
            around = " around its expressions" if len(literal) < len(text.value) else ""
            message = f"the text has {len(literal):,} characters{around}; Callr takes {most:,}"
            yield Report(start, end, message, limit.provenance, help="the first one too many is here")


def _literal_indexes(text: str) -> list[int]:
    """Return the indexes of the characters outside `${{ }}`."""
    outside: list[int] = []
    at = 0
    for hole in HoleFinder().holes(text):
        outside.extend(range(at, hole.start))
        at = hole.end
    return [*outside, *range(at, len(text))]


RULE = Rule(PAGE, check)
