"""Code as both parsers can take it, and the way back from their positions to code points."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

# Neither can be handed to a C library. JavaScript allows them where it allows U+0001: in strings,
# templates, comments and regular expressions, nowhere else.
_UNSENDABLE = lazy_pattern("[\0\ud800-\udfff]")
# The compiler counts it as the end of a line, except in comments. A line feed
# means the same and always counts.
_LONE_RETURN = lazy_pattern("\r(?!\n)")
_BLANK = r"[ \t\n\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
TRIVIA = lazy_pattern(rf"(?:{_BLANK}++|//[^\n\r\u2028\u2029]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
"""White space and comments, as much as there is."""
_BLANKS_AT_END = lazy_pattern(rf"(?<!{_BLANK}){_BLANK}+\Z")
_ESCAPE = lazy_pattern(r"\\u(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]+)\})")
_LAST_CODE_POINT = 0x10FFFF


def sendable(code: str) -> str:
    """Return the code with each character that a parser cannot take replaced by one of equal meaning.

    The result has as many code points as the code.
    """
    if "\r" in code:
        code = _LONE_RETURN.sub("\n", code)
    return code if code.isascii() and "\0" not in code else _UNSENDABLE.sub("\x01", code)


def is_blank(code: str) -> bool:
    """Whether there is nothing but white space and comments."""
    first = code.lstrip(" ")[:1]
    if "!" <= first <= "~" and first != "/":  # most code
        return False
    return TRIVIA.fullmatch(code) is not None


def end_of_content(code: str) -> int:
    """Return the index after the last code point that is not white space."""
    match = _BLANKS_AT_END.search(code)
    return len(code) if match is None else match.start()


def unescaped(name: str) -> str:
    r"""Return an identifier with its `\u0061` and `\u{61}` escapes resolved; impossible ones stay."""
    return _ESCAPE.sub(_character, name) if "\\" in name else name


def _character(match: re.Match[str]) -> str:
    value = int(match[1] or match[2], 16)
    return chr(value) if value <= _LAST_CODE_POINT else match[0]


def code_point_index(text: str) -> Callable[[int], int]:
    """Return a function from an offset in the text's UTF-8 bytes to an index into the text.

    An offset inside a character means that character; one past the end, the end.
    """
    if text.isascii():
        return lambda offset: min(offset, len(text))
    ends = list(accumulate(len(char.encode()) for char in text))
    return lambda offset: bisect_right(ends, offset)
