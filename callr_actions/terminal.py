"""A terminal: text from outside made safe for it, widths, whether it has colours, and one that has gone."""

from __future__ import annotations

import os
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from typing import IO, TextIO

# Control characters (escape sequences start with one) and the marks that reorder text.
_UNSAFE = lazy_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_COLOUR = lazy_pattern("\x1b\\[[0-9;]*m")
_WORDS = lazy_pattern(" *[^ ]+")
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


def colours_wanted(asked: bool | None, stream: IO[str] | None) -> bool:
    """Return whether to write colours: as asked for, else as the environment and the terminal say."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if os.environ.get("CLICOLOR") == "0" or os.environ.get("TERM") == "dumb":
        return False
    return stream is not None and stream.isatty()


def columns(stream: IO[str]) -> int:
    """Return how wide a stream is; 100 where it is no terminal, or does not say."""
    if not stream.isatty():
        return 100
    import shutil  # noqa: PLC0415 - only a terminal needs it

    return shutil.get_terminal_size((100, 24)).columns


def folded(text: str, room: int | None) -> str:
    """Return a text whose long lines are folded between words; what goes on is indented a little more.

    Words that are too long, such as paths and addresses, stay whole. Colours take no room.

    Args:
        text: safe to print, with colours or without.
        room: columns; None for no end of them.
    """
    if room is None:
        return text
    return "\n".join(_folded(line, room) for line in text.split("\n"))


def _folded(line: str, room: int) -> str:
    if _shown_width(line) <= room:
        return line
    indent = line[: len(line) - len(line.lstrip(" "))]
    lines = [""]
    for word in _WORDS.findall(line.rstrip(" ")):  # each with the blanks before it
        if lines[-1].strip(" ") and _shown_width(lines[-1] + word) > room:
            lines.append(f"{indent}  {word.lstrip(' ')}")
        else:
            lines[-1] += word
    return "\n".join(lines)


def _shown_width(text: str) -> int:
    return width(_COLOUR.sub("", text) if "\x1b" in text else text)


def print_text(text: str, stream: TextIO) -> None:
    """Write to a stream. A reader who has seen enough (`head`) changes nothing of what was found."""
    try:
        stream.buffer.write(text.encode("utf-8", errors="backslashreplace"))
        stream.buffer.flush()
    except BrokenPipeError:
        abandon(stream)


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
