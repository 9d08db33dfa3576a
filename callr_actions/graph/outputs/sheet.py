"""The graph measured: how large each box is, and how far below its top each line stands."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from callr_actions.graph.layout.model import Block, Link
from callr_actions.graph.model import BoxKind
from callr_actions.graph.outputs.phrases import Piece, columns, fitted, pieces, shortened
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable, width

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_MOST_LINES = 3  # of a finding


class Note(NamedTuple):
    """A line of a finding: `y` is its middle; its code stands in the first one only."""

    y: float
    mark: Mark
    text: str
    first: bool


class Row(NamedTuple):
    """A line where it stands: `y` is its middle, below the top of its box."""

    line: Line
    y: float
    x: float
    pieces: list[Piece]
    notes: list[Note]


class Measured(NamedTuple):
    """A box with its size.

    Attributes:
        head: how high the part with the name is.
        notes: findings about the branch itself.
    """

    box: Box
    name: str
    about: str
    width: float
    height: float
    head: float
    rows: list[Row]
    notes: list[Note]


def measured(box: Box) -> Measured:
    """Return a box with everything in it at its height."""
    head = HEAD_WITH_ABOUT if box.about else HEAD
    y = head + (8.0 if box.lines or box.marks else 0.0)
    notes = notes_of(box.marks, y, _MOST_COLUMNS)
    y += MARK * len(notes)
    rows: list[Row] = []
    for line in box.lines:
        indent = min(line.depth, _DEEPEST) * INDENT
        room = _MOST_COLUMNS - int(indent / COLUMN)
        words = fitted(pieces(line), room - (13 if _dead(line, box) else 0))
        if _dead(line, box):
            words.append(Piece("note", "(never runs)"))
        below = notes_of(line.marks, y + ROW, room)
        rows.append(Row(line, y + ROW / 2, PAD + indent, words, below))
        y += ROW + MARK * len(below)
    name, about = shortened(printable(box.name), _MOST_COLUMNS - 6), printable(box.about)
    wide = [_LEAST_COLUMNS * COLUMN, width(name) * COLUMN * 1.13, width(about) * COLUMN]
    wide += (row.x - PAD + _columns(row.pieces) * COLUMN for row in rows)
    wide += (_width(note) for note in notes)
    wide += (row.x - PAD + _width(note) for row in rows for note in row.notes)
    return Measured(
        box, name, about, max(wide) + 2 * PAD, y + (_END if rows or notes else 0), head, rows, notes
    )


def _width(note: Note) -> float:
    """Return how wide a line of a finding is."""
    return COLUMN * (width(note.text) + (len(note.mark.code) + 1 if note.first else 0))


def notes_of(marks: Iterable[Mark], y: float, room: int) -> list[Note]:
    """Return findings line by line, the first of which begins at `y`."""
    found: list[Note] = []
    for mark in marks:
        indent = " " * (len(mark.code) + 1)
        text = printable(mark.message)
        lines = wrap(text, room, initial_indent=indent, max_lines=_MOST_LINES, placeholder=" …")
        for number, line in enumerate(lines or [""]):
            middle = y + MARK * (len(found) + 0.5)
            found.append(Note(middle, mark, line.removeprefix(indent) if number == 0 else line, number == 0))
    return found


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
