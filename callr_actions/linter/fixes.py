"""Fixes applied to a text: only the marked pieces change, every other character stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.document import Document, parse_document
from callr_actions.language.source import Source
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from callr_actions.language.finding import Edit, Finding

# One fix can make room for another. More rounds than that means two fixes undo each other.
_MOST_ROUNDS = 10


class Fixed(NamedTuple):
    """What fixing came to.

    Attributes:
        document: the file afterwards; the same object where nothing was fixed.
        applied: the findings whose fixes were applied, in the order of application.
    """

    document: Document
    applied: tuple[Finding, ...]


def fix_document(
    document: Document, check: Callable[[Document], Iterable[Finding]], *, unsafe: bool
) -> Fixed:
    """Apply fixes until none is left.

    A fix whose result is not valid YAML where the text before was is left out.

    Args:
        document: a parsed file.
        check: the linter, settings included.
        unsafe: whether to apply fixes that may change what the scenario does.
    """
    applied: list[Finding] = []
    refused: set[tuple[str, str]] = set()
    for _ in range(_MOST_ROUNDS):
        wanted = [
            finding
            for finding in check(document)
            if finding.fix is not None
            and (finding.fix.safe or unsafe)
            and (finding.code, finding.message) not in refused
        ]
        chosen = _apart(wanted)
        if not chosen:
            break
        after = _edited(document, chosen)
        if after.problems and len(after.problems) > len(document.problems):
            # One of them breaks the file: try them one by one, and never again those that do.
            chosen = chosen[:1]
            after = _edited(document, chosen)
            if len(after.problems) > len(document.problems):
                refused.add((chosen[0].code, chosen[0].message))
                continue
        applied.extend(chosen)
        document = after
    return Fixed(document, tuple(applied))


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings whose edits touch no edit of one before them."""
    taken: list[tuple[int, int]] = []
    chosen: list[Finding] = []
    for finding in findings:
        assert finding.fix is not None
        pieces = [(edit.span.start.offset, edit.span.end.offset) for edit in finding.fix.edits]
        if not any(
            start <= other_end and other_start <= end
            for start, end in pieces
            for other_start, other_end in taken
        ):
            taken.extend(pieces)
            chosen.append(finding)
    return chosen


def _edited(document: Document, findings: Iterable[Finding]) -> Document:
    edits: list[Edit] = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
    text = document.source.text
    for edit in sorted(edits, key=lambda edit: edit.span.start.offset, reverse=True):
        text = text[: edit.span.start.offset] + edit.text + text[edit.span.end.offset :]
    return parse_document(Source(document.source.path, text, document.source.bom))
