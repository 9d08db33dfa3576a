"""Comments of a YAML file. No parser reports them; they are what starts with `#` outside every scalar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.tree import Scalar
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.source import Source
    from callr_actions.language.tree import Node

_COMMENT = lazy_pattern(r"(?:(?<=[ \t\r\n\x85\u2028\u2029])|\A)#[^\r\n\x85\u2028\u2029]*")
_BREAKS = "\r\n\x85\u2028\u2029"
_LINE_END = lazy_pattern(r"[\r\n\x85\u2028\u2029]|\Z")


class Comment(NamedTuple):
    """One comment: its text from `#` to the end of the line, and whether nothing stands before it."""

    start: int
    end: int
    text: str
    own_line: bool


def find_comments(source: Source, nodes: Iterable[Node]) -> tuple[Comment, ...]:
    """Return the comments in the order of the file.

    Args:
        source: the file.
        nodes: all its nodes.
    """
    text = source.text
    if "#" not in text:
        return ()
    covered = sorted(_covered(text, nodes))
    comments: list[Comment] = []
    at = index = 0
    while (found := _COMMENT.search(text, at)) is not None:
        start = found.start()
        while index < len(covered) and covered[index][1] <= start:
            index += 1
        if index < len(covered) and covered[index][0] <= start:
            at = covered[index][1]
            continue
        before = start
        while before and text[before - 1] in " \t":
            before -= 1
        own_line = not before or text[before - 1] in _BREAKS
        comments.append(Comment(start, found.end(), found.group(), own_line))
        at = found.end()
    return tuple(comments)


def _covered(text: str, nodes: Iterable[Node]) -> list[tuple[int, int]]:
    """Return the pieces in which `#` is part of a value; a block's header line can have a comment."""
    pieces: list[tuple[int, int]] = []
    for node in nodes:
        if not isinstance(node, Scalar):
            continue
        start = node.start
        if node.style in ("|", ">"):
            header = _LINE_END.search(text, start)
            start = header.start() if header else start
        if node.raw_end > start:
            pieces.append((start, node.raw_end))
    return pieces
