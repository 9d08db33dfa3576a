"""Positions worked out again, character by character: what tests hold the linter's spans against."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Span


def position_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column (both from 1) of an offset; CRLF ends one line, not two."""
    line = column = 1
    for index in range(offset):
        column += 1
        if text[index] == "\n" or (text[index] == "\r" and text[index + 1 : index + 2] != "\n"):
            line, column = line + 1, 1
    return line, column


def spans(finding: Finding) -> Iterator[Span]:
    """Yield every span of a finding: its own, those of related places and of its fix."""
    yield finding.span
    for related in finding.related:
        yield related.span
    for edit in finding.fix.edits if finding.fix else ():
        yield edit.span


def assert_inside(span: Span, text: str) -> None:
    """Check that a span lies in the text, the right way round, with the lines and columns of its offsets."""
    assert 0 <= span.start.offset <= span.end.offset <= len(text)
    for place in span:
        assert (place.line, place.column) == position_of(text, place.offset)
