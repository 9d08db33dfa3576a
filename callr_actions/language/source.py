"""Source text with a line index: the one place where offsets become lines and columns.

Offsets and columns count Unicode code points. A line ends at LF, CRLF or CR, as editors and
language servers have it; a byte order mark is not text and has no offset.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

_LINE_BREAK = lazy_pattern(r"\r\n|\n|\r")
_BEYOND_BMP = lazy_pattern("[\U00010000-\U0010ffff]")


class Position(NamedTuple):
    """A place between two characters: line and column from 1, offset from 0."""

    line: int
    column: int
    offset: int


class Span(NamedTuple):
    """A piece of a file, end exclusive."""

    start: Position
    end: Position


class Source:
    """One file's text.

    Attributes:
        path: POSIX path as shown to the user (relative to the project, else to the working folder).
        text: the text without a byte order mark; line endings as in the file.
        bom: whether the file began with a byte order mark.
    """

    def __init__(self, path: str, text: str, bom: bool = False) -> None:
        self.path = path
        self.text = text
        self.bom = bom

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; line 1 at index 0."""
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    @property
    def line_count(self) -> int:
        """How many lines there are; a text that ends with a line break has an empty last one."""
        return len(self.line_starts)

    def position(self, offset: int) -> Position:
        """Return the position of an offset; offsets outside the text are moved to its nearest end."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1, offset)

    def span(self, start: int, end: int) -> Span:
        """Return the span of two offsets; an end before the start is moved to it."""
        return Span(self.position(start), self.position(max(start, end)))

    def line(self, number: int) -> str:
        """Return the text of a line (counted from 1) without its line break."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < self.line_count else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column (both from 1), moved into the text if outside it."""
        line = min(max(line, 1), self.line_count)
        return self.line_starts[line - 1] + min(max(column - 1, 0), len(self.line(line)))

    def utf16_column(self, position: Position) -> int:
        """Return the position's column from 0 in UTF-16 units, as language servers count by default."""
        start = self.line_starts[position.line - 1]
        return utf16_length(self.text[start : position.offset])

    def offset_of_utf16(self, line: int, character: int) -> int:
        """Return the offset of a language server position (line and UTF-16 column, both from 0).

        A column inside a surrogate pair means the pair's start; one past the line means its end.
        """
        line = min(max(line, 0), self.line_count - 1)
        start = self.line_starts[line]
        units = 0
        text = self.line(line + 1)
        for index, char in enumerate(text):
            units += 2 if char > "\uffff" else 1
            if units > character:
                return start + index
        return start + len(text)


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units the text takes: two for each character beyond U+FFFF."""
    return len(text) if text.isascii() else len(text) + len(_BEYOND_BMP.findall(text))
