"""Scenarios with a known number of findings, and baselines made of text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.linter.baseline.apply import Run
from callr_actions.linter.baseline.pages import PAGES
from callr_actions.linter.baseline.reader import WHAT, read_baseline
from callr_actions.linter.engine import LintResult, lint_documents
from callr_actions.linter.rules import every_rule
from callr_actions.linter.selection import Selection
from callr_actions.masking import Masker

if TYPE_CHECKING:
    from callr_actions.linter.baseline.entries import Baseline

TODAY = date(2030, 5, 15)
FILE = "scenarios/front-desk.yaml"
HEAD = "branches:\n  inbound-call:\n    actions:\n"
# Three of one code, on three lines; one warning of another.
FAULTS = "".join(f"      - action: {name}@v9\n" for name in ("ring", "sing", "wing"))
NAMES = {page.code: page.name for page in (*(rule.page for rule in every_rule()), *PAGES)}


def linted(*texts: str, selection: Selection | None = None) -> LintResult:
    """Check texts as front-desk.yaml and b.yaml."""
    sources = [Source(path, text) for path, text in zip((FILE, "scenarios/b.yaml"), texts, strict=False)]
    return lint_documents(map(parse_document, sources), selection=selection)


def run(*files: str, selection: Selection | None = None, today: date = TODAY) -> Run:
    """A run that has looked at these files."""
    return Run(frozenset(files), "callr.yaml", selection or Selection(), NAMES, Masker(), today)


def baseline(text: str) -> Baseline:
    """Read a baseline."""
    return read_baseline(parse_document(Source("known.yaml", text), what=WHAT))
