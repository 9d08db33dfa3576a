"""The fix of CA603 leaves the same JavaScript, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.document import document_from_bytes
from callr_actions.language.finding import Severity
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.linter.engine import lint_document
from callr_actions.linter.rules.braces_in_condition import quoted
from callr_actions.linter.selection import Selection

CASE = Path(__file__).parent / "cases" / "CA603" / "braces.yaml"
ONLY = Selection(select=("CA603",))


def conditions(text: str) -> list[str]:
    """Each condition as bare code on one line, without the braces."""
    found = read_scenario(document_from_bytes(text.encode(), "a.yaml")).steps
    values = [step.condition.value.strip() for _, step in found if step.condition is not None]
    bare = [value[3:-2] if value.startswith("${{") and value.endswith("}}") else value for value in values]
    return [" ".join(value.split()) for value in bare]


def mended(text: str) -> str:
    """The text with every fix applied, the last one first."""
    findings = lint_document(document_from_bytes(text.encode(), "a.yaml"), selection=ONLY)
    edits = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
    for edit in sorted(edits, key=lambda edit: edit.span.start.offset, reverse=True):
        text = text[: edit.span.start.offset] + edit.text + text[edit.span.end.offset :]
    return text


def test_the_code_stays_the_same() -> None:
    text = CASE.read_text(encoding="utf-8")
    after = mended(text)
    assert conditions(after) == conditions(text)
    assert "call.fromNumber # stays" in after
    # What is left does not parse, so nobody knows what it should be.
    left = lint_document(document_from_bytes(after.encode(), "a.yaml"), selection=ONLY)
    assert [finding.span.start.line for finding in left] == [
        after[: after.index(piece)].count("\n") + 1 for piece in ("'it''s' }}", "${{ ( }}")
    ]
    assert all(finding.severity is Severity.WARNING for finding in left)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("$x === 1", "$x === 1"),
        ("call.fromNumber === ''", "call.fromNumber === ''"),
        ("!$x", "'!$x'"),
        ("!'a'", "\"!'a'\""),
        ("!'a' + \"b\"", "'!''a'' + \"b\"'"),
        ("true", "'true'"),
        ("$x ? 1 : 2", "'$x ? 1 : 2'"),
        ("$x #1", "'$x #1'"),
        ("$x\n\\ y", '"$x\\n\\\\ y"'),
        ("[1]", "'[1]'"),
    ],
)
def test_quotes_where_yaml_needs_them(code: str, expected: str) -> None:
    assert quoted(code) == expected


@given(st.text(alphabet="ab$1 :#'\"\\{}[],!&*?|>-%@`~=\n", min_size=1).map(str.strip).filter(bool))
def test_yaml_reads_the_code_back(code: str) -> None:
    text = f"branches: {{a: {{actions: [{{if: {quoted(code)}, action: hangup@v1}}]}}}}\n"
    document = document_from_bytes(text.encode(), "a.yaml")
    [(_, step)] = read_scenario(document).steps
    assert step.condition is not None
    assert (step.condition.value, step.condition.is_string) == (code, True)
