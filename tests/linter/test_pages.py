"""Every page of the linter: its bad example is found out, its good example is clean."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.language.document import document_from_bytes
from callr_actions.linter.engine import lint_document
from callr_actions.linter.pages import markdown_page, terminal_page
from callr_actions.linter.rules import every_rule

if TYPE_CHECKING:
    from callr_actions.linter.rule import Rule

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

RULES = every_rule()
ROOT = Path(__file__).resolve().parent.parent.parent
WITH_EXAMPLE = [pytest.param(rule, id=rule.code) for rule in RULES if rule.page.bad]


def codes(text: str) -> set[str]:
    return {finding.code for finding in lint_document(document_from_bytes(text.encode(), "example.yaml"))}


@pytest.mark.parametrize("rule", WITH_EXAMPLE)
def test_bad_example_has_this_finding_and_no_other(rule: Rule) -> None:
    assert codes(rule.page.bad) == {rule.code}


@pytest.mark.parametrize("rule", WITH_EXAMPLE)
def test_good_example_is_clean(rule: Rule) -> None:
    assert codes(rule.page.good) == set()


def test_rules_without_an_example_are_those_that_a_file_alone_cannot_show() -> None:
    assert [rule.code for rule in RULES if not rule.page.bad] == ["CA100", "CA310", "CA410"]


def test_codes_and_names_are_unique_and_sorted() -> None:
    assert [rule.code for rule in RULES] == sorted({rule.code for rule in RULES})
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_pages_say_everything(rule: Rule) -> None:
    page = rule.page
    assert page.summary.endswith(".")
    assert page.why.strip()
    assert page.fix.strip()
    for text in (terminal_page(page), markdown_page(page)):
        assert page.code in text
        assert page.name in text
        assert "How to fix" in text
        assert f"--ignore {page.code}" in text
        assert text.isprintable() or set(text) - {"\n"} == {c for c in text if c.isprintable()}


def test_written_pages_are_fresh() -> None:
    check = subprocess.run(
        [sys.executable, "script/rule_pages.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert (check.stderr, check.returncode) == ("", 0)
