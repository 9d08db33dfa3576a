"""Golden cases: `NAME.yaml` beside `NAME.out`, the exact text that is printed for it.

Files directly in `cases/` are checked by all rules; those in `cases/CA404/` by that rule only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.language.document import parse_document, read_document
from callr_actions.language.source import Source
from callr_actions.linter.engine import lint_document, lint_documents
from callr_actions.linter.outputs import renderer
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.linter.engine import LintResult

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(FOLDER.rglob("*.yaml"))


def name(path: Path) -> str:
    return path.relative_to(FOLDER).with_suffix("").as_posix()


def lint(path: Path) -> LintResult:
    select = ("default",) if path.parent == FOLDER else (path.parent.name,)
    return lint_documents([read_document(path, path.name)], selection=Selection(select=select))


@pytest.mark.parametrize("path", CASES, ids=name)
def test_case(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".out"), renderer("text")(lint(path), Style()))


@pytest.mark.no_cover
@pytest.mark.parametrize("path", CASES, ids=name)
def test_fixes_mend_what_they_are_for(path: Path) -> None:
    """Each fix, applied alone, leaves a file of good YAML without that finding."""
    document = read_document(path, path.name)
    text = document.source.text
    faults_of_yaml = sum(
        each.code == "CA101" for each in lint_document(document, selection=Selection(select=("CA101",)))
    )
    for finding in lint(path).findings:
        if finding.fix is None:
            continue
        mended = text
        for edit in sorted(finding.fix.edits, key=lambda edit: edit.span.start.offset, reverse=True):
            mended = mended[: edit.span.start.offset] + edit.text + mended[edit.span.end.offset :]
        assert mended != text
        only = Selection(select=(finding.code, "CA101"))
        left = lint_document(parse_document(Source(path.name, mended)), selection=only)
        assert (finding.code, finding.message) not in {
            (each.code, each.message) for each in left if each.span.start == finding.span.start
        }
        assert sum(each.code == "CA101" for each in left) <= faults_of_yaml
