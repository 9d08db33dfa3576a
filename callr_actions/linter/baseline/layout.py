"""The lines of a list in a file: each item with the comments above it, so that they stay together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.tree import Scalar, walk
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from callr_actions.language.source import Source
    from callr_actions.language.tree import Node, Sequence

_BREAK = lazy_pattern(r"\r\n|\n|\r")
_NOTHING = lazy_pattern(r"[ \t]*(?:#.*)?")


def line_break(text: str) -> str:
    """Return how lines end in a text; LF where it has one line only."""
    found = _BREAK.search(text)
    return found.group() if found else "\n"


def pieces(source: Source, items: Sequence) -> list[tuple[int, int]]:
    """Return the lines of each item as offsets, for a list in block style.

    Comments and empty lines above an item are its own, also above the first one; together the pieces leave
    no gap.
    """
    line = source.position(items.start).line
    while line > 1 and _NOTHING.fullmatch(source.line(line - 1)):
        line -= 1
    start = source.line_starts[line - 1]
    found: list[tuple[int, int]] = []
    for item in items.items:
        end = line_end(source, _last_offset(item))
        found.append((start, end))
        start = end
    return found


def line_end(source: Source, offset: int) -> int:
    """Return where the line behind an offset's begins, or the text's end."""
    line = source.position(offset).line
    return source.line_starts[line] if line < source.line_count else len(source.text)


def indentation(source: Source, offset: int) -> str:
    """Return the blanks with which an offset's line begins."""
    line = source.line(source.position(offset).line)
    return line[: len(line) - len(line.lstrip(" "))]


def _last_offset(item: Node) -> int:
    """Return where an item ends, with the empty lines that belong to a block of text at its end."""
    return max(
        node.raw_end - 1 if isinstance(node, Scalar) and node.raw_end > node.end else node.end
        for node in walk(item)
    )
