"""Where code cannot be read, or facts are missing, the rules about paths and variables keep still."""

from __future__ import annotations

from pathlib import Path

import pytest

from callr_actions.language import assignments
from callr_actions.language.catalog import Catalog
from callr_actions.language.document import document_from_bytes, read_document
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.linter.context import LintContext, Subject
from callr_actions.linter.engine import lint_document
from callr_actions.linter.rules import every_rule
from callr_actions.linter.selection import Selection

CASES = sorted((Path(__file__).parent / "cases").rglob("*.yaml"))
GARBAGE = "[(" * 3_000

LOOPS = """\
variables: {{$unused: 1}}
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params: {{targets: [{{number: "+33199001234"}}]}}
        result: $dial
      - action: fetch@v2
        params: {{url: https://example.com}}
        result: $unread
      - action: gather@v2
        result: $key
      - if: $late.ok
        goto: {{branch: spinning}}
      - if: $key.digits !== "1"{condition}
        goto: {{branch: inbound-call}}
      - action: javascript@v1
        params: {{code: $late = 1}}
  spinning:
    actions:
      - action: javascript@v1
        params: {{code: "{code}"}}
      - if: $late
        goto: {{branch: spinning}}
"""


def codes(text: str) -> set[str]:
    selection = Selection(select=("CA4", "CA5"))
    document = document_from_bytes(text.encode(), "loops.yaml")
    return {finding.code for finding in lint_document(document, selection=selection)}


def test_code_that_cannot_be_read_silences_what_it_might_change() -> None:
    everything = {"CA404", "CA408", "CA409", "CA504", "CA505", "CA506"}
    assert codes(LOOPS.format(condition="", code="1")) == everything
    assert codes(LOOPS.format(condition="", code=GARBAGE)) == {"CA409"}
    assert codes(LOOPS.format(condition=f" && {GARBAGE}", code="1")) == {"CA404"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_catalog_without_facts_is_no_reason_to_crash(path: Path) -> None:
    subject = Subject(read_scenario(read_document(path, path.name)), LintContext(Catalog()))
    for rule in every_rule():
        if rule.code[:3] in ("CA4", "CA5"):
            list(rule.check(subject))


def test_a_file_with_too_much_of_everything_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "branches: {inbound-call: {actions: [{if: $late}, {action: log@v1, result: $late}]}}"
    assert codes(text) == {"CA506"}
    monkeypatch.setattr(assignments, "_MOST_WORK", 1)
    assert codes(text) == set()
