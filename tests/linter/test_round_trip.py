"""What lints without errors can be rewritten: ruamel.yaml, which keeps comments, reads and writes it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from callr_actions.language.document import parse_document, read_document
from callr_actions.language.finding import Severity
from callr_actions.language.source import Source
from callr_actions.language.tree import plain_data
from callr_actions.linter.engine import lint_document
from callr_actions.linter.rules import every_rule

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = {
    **{path.name: path.read_text() for path in sorted((ROOT / "scenarios").glob("*.yaml"))},
    **{path.name: path.read_text() for path in sorted((ROOT / "tests/schemas/published").glob("*.yaml"))},
    **{f"{rule.code}": rule.page.good for rule in every_rule() if rule.page.good},
}
CASES = sorted((ROOT / "tests/linter/cases").glob("*.yaml"))


def rewritten(text: str) -> str:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    out = io.StringIO()
    yaml.dump(yaml.load(text), out)
    return out.getvalue()


def same(text: str, name: str) -> None:
    before, after = (parse_document(Source("a.yaml", each)).root for each in (text, rewritten(text)))
    assert before is not None, name
    assert after is not None, name
    assert plain_data(after) == plain_data(before), name


@pytest.mark.parametrize("name", TEXTS)
def test_good_texts(name: str) -> None:
    same(TEXTS[name], name)


def test_cases_without_errors() -> None:
    looked_at = 0
    for path in CASES:
        findings = lint_document(read_document(path, path.name))
        if not any(finding.severity is Severity.ERROR for finding in findings):
            same(path.read_bytes().decode("utf-8-sig"), path.stem)
            looked_at += 1
    assert looked_at > 5
