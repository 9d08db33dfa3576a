"""From the compiler's lines and columns to indexes of code points.

The compiler counts columns in UTF-8 bytes. It ends a line at LF and CRLF everywhere (a lone CR is a LF
by the time it gets here), and at U+2028 and U+2029 only outside strings, templates and comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATOR = lazy_pattern("[\u2028\u2029]")
_BLANK_OF_EQUAL_RIGHTS = "\u3000"


def has_separators(code: str) -> bool:
    """Whether the code holds characters that end a line in some places only."""
    return _SEPARATOR.search(code) is not None


def without_separators(code: str) -> Iterator[str]:
    """Yield the code as if none of those characters ended a line, then as if all did."""
    yield _SEPARATOR.sub(_BLANK_OF_EQUAL_RIGHTS, code)
    yield _SEPARATOR.sub("\n", code)


def index_at(code: str, line: int, column: int) -> int:
    """Return the code point index of a line and byte column (both from 0), or the code's length.

    The code holds no characters that end a line in some places only, or the line is none of theirs.
    """
    lines = code.split("\n")
    if line >= len(lines):
        return len(code)
    before = sum(len(other) + 1 for other in lines[:line])
    return before + len(lines[line].encode()[:column].decode(errors="ignore"))


def may_be_at(code: str, index: int, line: int, column: int) -> bool:
    """Whether an index can be what the compiler means, whichever characters it counted as ends of lines."""
    if index >= len(code):
        return line > code.count("\n")
    before = code[:index]
    least = before.count("\n")
    if not least <= line <= least + len(_SEPARATOR.findall(before)):
        return False
    starts = (-1, *(at for at, char in enumerate(before) if char in "\n\u2028\u2029"))
    return any(len(before[start + 1 :].encode()) == column for start in starts)
