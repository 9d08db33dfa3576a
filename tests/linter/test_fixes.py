"""Fixes do what they say: with one applied, its finding is gone, and the file is still YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from callr_actions.language.document import document_from_bytes, read_document
from callr_actions.language.tree import plain_data
from callr_actions.linter.engine import lint_document
from callr_actions.linter.selection import Selection

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path for path in FOLDER.glob("CA*/*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_a_fix_ends_its_finding(path: Path) -> None:
    code = path.parent.name
    selection = Selection(select=(code, "CA101"))
    document = read_document(path, path.name)
    text = document.source.text
    findings = lint_document(document, selection=selection)

    for finding in findings:
        if finding.fix is None:
            continue
        mended = text
        for edit in sorted(finding.fix.edits, key=lambda it: -it.span.start.offset):
            mended = mended[: edit.span.start.offset] + edit.text + mended[edit.span.end.offset :]
        after = lint_document(document_from_bytes(mended.encode(), path.name), selection=selection)
        left = [each.message for each in after if each.code == code]
        assert code == "CA101" or [each.message for each in after if each.code == "CA101"] == []
        assert left.count(finding.message) < [each.message for each in findings].count(finding.message)


QUOTING = ("CA108", "CA110")


@pytest.mark.parametrize(
    "path", [path for path in CASES if path.parent.name in QUOTING], ids=lambda it: it.stem
)
def test_safe_quotes_change_no_value(path: Path) -> None:
    document = read_document(path, path.name)
    text, root = document.source.text, document.root
    findings = lint_document(document, selection=Selection(select=(path.parent.name,)))

    edits = [edit for finding in findings if finding.fix and finding.fix.safe for edit in finding.fix.edits]
    for edit in sorted(edits, key=lambda it: -it.span.start.offset):
        text = text[: edit.span.start.offset] + edit.text + text[edit.span.end.offset :]

    mended = document_from_bytes(text.encode(), path.name).root
    assert root is not None
    assert mended is not None
    assert plain_data(mended) == plain_data(root)
