"""Golden cases: `cases/NAME.yaml` beside `NAME.out`, the exact text that is printed for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.language.document import read_document
from callr_actions.linter.engine import lint_documents
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.outputs.text import render

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, golden: Callable[[Path, str], None]) -> None:
    result = lint_documents([read_document(path, path.name)])
    golden(path.with_suffix(".out"), render(result, Style()))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_fixes_fit_the_file(path: Path) -> None:
    """Every edit lies inside the text, and editing what the finding marks makes a difference."""
    document = read_document(path, path.name)
    for finding in lint_documents([document]).findings:
        for edit in finding.fix.edits if finding.fix else ():
            old = document.source.text[edit.span.start.offset : edit.span.end.offset]
            assert old
            assert old != edit.text
