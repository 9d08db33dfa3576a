"""The last line that a span touches, for formats that mark whole lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.language.source import Span


def last_line(span: Span) -> int:
    """Return the line of the span's last character.

    Spans end behind their last character: one that ends with a line break ends at the start of a line of
    which it has nothing.
    """
    start, end = span
    ends_before = end.column == 1 and end.line > start.line
    return max(end.line - ends_before, start.line)
