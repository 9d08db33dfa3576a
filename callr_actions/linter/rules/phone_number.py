"""CA307: phone numbers that nobody can be reached at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.linter.phone_numbers import number_report
from callr_actions.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject
    from callr_actions.linter.rule import Report

PAGE = Explanation(
    code="CA307",
    name="phone-number",
    summary="A phone number is not in E.164 form or cannot exist, or a SIP address is malformed.",
    why="""\
Callr's API and all its examples write numbers in E.164 form: `+`, the country, the number, nothing between
them. A national number has lost its country; one with a digit too few or too many reaches nobody. Lengths
and ranges come from the published numbering plans; a number outside every range in use is an info only.
Numbers kept for films and documentation are never reported.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: +33 1 99 00 12 34
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
""",
    fix="Write `+`, the country code and the number without its leading zero, in quotes.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Look at each number that is known before the run; numbers in a list have a schema of their own."""
    for given in subject.given_of("phone", "phone-or-sip"):
        literal = given.literal
        if literal is not None:
            report = number_report(literal, subject, sip=given.kind == "phone-or-sip")
            if report is not None:
                yield report


RULE = Rule(PAGE, check)
