"""The graph measured: how large each box is, and how far below its top each line stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.graph.layout.model import Block, Link
from callr_actions.graph.model import BoxKind
from callr_actions.graph.outputs.phrases import Piece, columns, fitted, pieces, shortened
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable, width

if TYPE_CHECKING:
    from callr_actions.graph.model import Box, Graph, Line, Mark

# Pixels. No fixed-width font in use is wider than 0.61 of its size.
COLUMN = 7.35
FONT = 12
ROW = 21.0
MARK = 19.0
PAD = 14.0
INDENT = 18.0
HEAD = 32.0
HEAD_WITH_ABOUT = 48.0
_END = 9.0
_DEEPEST = 8
_MOST_COLUMNS = 56
_LEAST_COLUMNS = 20


class Row(NamedTuple):
    """A line where it stands: `y` is its middle, below the top of its box."""

    line: Line
    y: float
    x: float
    pieces: list[Piece]
    marks: list[tuple[float, Mark]]


class Measured(NamedTuple):
    """A box with its size.

    Attributes:
        head: how high the part with the name is.
        marks: findings about the branch itself, with the middle of each below the top of the box.
    """

    box: Box
    name: str
    about: str
    width: float
    height: float
    head: float
    rows: list[Row]
    marks: list[tuple[float, Mark]]


def measured(box: Box) -> Measured:
    """Return a box with everything in it at its height."""
    head = HEAD_WITH_ABOUT if box.about else HEAD
    y = head + (8.0 if box.lines or box.marks else 0.0)
    marks: list[tuple[float, Mark]] = []
    for mark in box.marks:
        marks.append((y + MARK / 2, mark))
        y += MARK
    rows: list[Row] = []
    widest = float(_LEAST_COLUMNS * COLUMN)
    for line in box.lines:
        indent = min(line.depth, _DEEPEST) * INDENT
        room = _MOST_COLUMNS - int(indent / COLUMN) - (13 if _dead(line, box) else 0)
        words = fitted(pieces(line), room)
        if _dead(line, box):
            words.append(Piece("note", "(never runs)"))
        widest = max(widest, indent + _columns(words) * COLUMN)
        middle = y + ROW / 2
        y += ROW
        below: list[tuple[float, Mark]] = []
        for mark in line.marks:
            below.append((y + MARK / 2, mark))
            y += MARK
            widest = max(
                widest, indent + min(len(mark.code) + 2 + width(mark.message), _MOST_COLUMNS) * COLUMN
            )
        rows.append(Row(line, middle, PAD + indent, words, below))
    name, about = printable(box.name), printable(box.about)
    for mark in box.marks:
        widest = max(widest, min(len(mark.code) + 2 + width(mark.message), _MOST_COLUMNS) * COLUMN)
    name = shortened(name, _MOST_COLUMNS - 6)
    widest = max(widest, width(name) * COLUMN * 1.13, width(about) * COLUMN)
    return Measured(box, name, about, widest + 2 * PAD, y + (_END if rows or marks else 0), head, rows, marks)


def _dead(line: Line, box: Box) -> bool:
    return line.step is not None and not line.reached and box.kind is not BoxKind.UNREACHED


def _columns(words: list[Piece]) -> float:
    return columns(words) + sum(0.8 for piece in words if piece.role == "key")


def blocks_and_links(graph: Graph, boxes: list[Measured]) -> tuple[list[Block], list[Link]]:
    """Return what the layout needs to know of them."""
    at = {each.box.id: index for index, each in enumerate(boxes)}
    heights = {row.line.id: row.y for each in boxes for row in each.rows}
    blocks = [Block(each.width, each.height, min(each.head, HEAD) / 2 + 2) for each in boxes]
    links = [Link(at[edge.box], heights[edge.line], at[edge.to], edge.kind.value) for edge in graph.edges]
    return blocks, links
