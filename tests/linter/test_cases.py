"""Golden cases: `NAME.yaml` beside `NAME.out`, the exact text that is printed for it.

Files directly in `cases/` are checked by all rules; those in `cases/CA404/` by that rule only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.language.document import read_document
from callr_actions.linter.engine import lint_documents
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


@pytest.mark.parametrize("path", CASES, ids=name)
def test_fixes_fit_the_file(path: Path) -> None:
    """Every edit lies inside the text, and editing what the finding marks makes a difference."""
    source = read_document(path, path.name).source
    for finding in lint(path).findings:
        for edit in finding.fix.edits if finding.fix else ():
            old = source.text[edit.span.start.offset : edit.span.end.offset]
            assert old != edit.text
