"""Text from outside made safe for a terminal, how wide it is there, and a terminal that has gone."""

from __future__ import annotations

import os
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from typing import IO

# Control characters (escape sequences start with one) and the marks that reorder text.
_UNSAFE = lazy_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_TAB = "    "


def printable(text: str) -> str:
    """Return text that cannot move the cursor, change colours or reorder what stands around it.

    Tabs become four spaces; other control characters are shown as escapes.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(lambda found: _escaped(found.group()), text.replace("\t", _TAB))


def width(text: str) -> int:
    """Return how many terminal columns a printable text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def abandon(stream: IO[str] | None) -> None:
    """Send to nowhere what a stream still holds: its reader has gone, or its disk is full.

    Without it Python would try to write it once more when it ends, and complain.
    """
    with suppress(AttributeError, OSError, ValueError):  # a stream of a test has no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # type: ignore[union-attr]


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
