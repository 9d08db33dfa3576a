"""CA410 needs to know the project's numbers, which no file alone can tell."""

from __future__ import annotations

from callr_actions.language.document import document_from_bytes
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import lint_document
from callr_actions.linter.selection import Selection

TEXT = b"""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33 1 99-00.12 34"
              timeout: 20
            - number: +33199001235
            - number: sip:desk@example.com
            - number: ${{ $next }}
          note: "+33199001234"
      - action: sms@v1
        params: {to: ["+33199001234"], body: Hello}
      - action: dial@v1
      - action: transfer@v1
        params: {number: "+33199001234"}
      - goto: {branch: inbound-call}
"""


def messages(own: frozenset[str]) -> list[tuple[int, str]]:
    document = document_from_bytes(TEXT, "desk.yaml")
    found = lint_document(document, LintContext(own_numbers=own), Selection(select=("CA410",)))
    return [(finding.span.start.line, finding.message) for finding in found]


def test_a_literal_target_that_is_a_number_of_the_project() -> None:
    assert messages(frozenset(("+33199001234", "+33199001235"))) == [
        (7, "`+33199001234` is a number of this project: the call comes straight back in"),
        (9, "`+33199001235` is a number of this project: the call comes straight back in"),
    ]


def test_without_numbers_there_is_nothing_to_find() -> None:
    assert messages(frozenset()) == []
    assert messages(frozenset(("+33199009999",))) == []
