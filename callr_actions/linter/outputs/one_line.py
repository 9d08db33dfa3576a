"""Text from outside on one line: it can neither begin a line of its own nor hide in one."""

from __future__ import annotations

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.terminal import printable

_LINE_BREAK = lazy_pattern(r"\r\n?|\n")


def one_line(text: str) -> str:
    """Return the text with blanks for its line breaks and escapes for what cannot be seen."""
    return printable(_LINE_BREAK.sub(" ", text))
