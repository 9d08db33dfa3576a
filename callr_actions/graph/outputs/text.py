"""A tree for terminals: a branch below the other, each step on a line of its own."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from callr_actions.graph.model import BoxKind
from callr_actions.graph.outputs.phrases import ASCII, SIGNS, WORDS, fitted, pieces, shortened
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from callr_actions.graph.model import Box, Graph, Line, Mark
    from callr_actions.graph.outputs.phrases import Piece, Signs
    from callr_actions.graph.outputs.style import Style

_STAND_INS = (BoxKind.MISSING, BoxKind.OPEN)
_LEAST_WIDTH = 24
_LEAST_FOR_FINDINGS = 30
# With less beside it, what is remarked of a line stands below it.
_LEAST_FOR_WORDS = 12


class _Twigs(NamedTuple):
    """What stands before a line: for a line with others behind it, the last one, and below both."""

    middle: str
    last: str
    below: str
    below_last: str


_DRAWN = _Twigs("├─ ", "└─ ", "│  ", "   ")
_DRAWN_ASCII = _Twigs("|- ", "`- ", "|  ", "   ")
_BLANKS = _Twigs("  ", "  ", "  ", "  ")


def render(graph: Graph, style: Style) -> str:
    """Return the graph as a tree."""
    return "\n".join(_Tree(graph, style).lines()) + "\n"


class _Tree:
    def __init__(self, graph: Graph, style: Style) -> None:
        self._graph = graph
        self._style = style
        self._room = max(style.width, _LEAST_WIDTH)
        self._signs: Signs = WORDS if style.plain else ASCII if style.ascii else SIGNS
        stand_ins = {box.id: box.about for box in graph.boxes if box.kind in _STAND_INS}
        self._leads_nowhere = {edge.line: stand_ins[edge.to] for edge in graph.edges if edge.to in stand_ins}
        self._twigs = _BLANKS if style.plain else _DRAWN_ASCII if style.ascii else _DRAWN

    def lines(self) -> Iterator[str]:
        graph = self._graph
        yield self._style.paint(self._cut(graph.name), "branch")
        yield from wrap(printable(graph.about), self._room)
        yield self._style.paint(self._cut(graph.file), "dim")
        yield from self._marks(graph.marks, "")
        if not graph.boxes:
            yield ""
            yield "there are no branches"
        for box in graph.boxes:
            if box.kind in _STAND_INS:
                continue  # jumps to them say so where they are
            yield ""
            yield from self._box(box)

    def _box(self, box: Box) -> Iterator[str]:
        name = self._cut(box.name)
        about = f"  {box.about}" if box.about else ""
        colour = "start" if box.kind is BoxKind.START else "branch"
        if width(name + about) > self._room:
            yield self._style.paint(name, colour)
            yield self._style.paint(self._cut(about), "dim")
        else:
            yield self._style.paint(name, colour) + self._style.paint(about, "dim")
        yield from self._marks(box.marks, self._twigs.below if box.lines else "")
        last = _last_ones(box.lines)
        open_above: list[bool] = []  # for each level, whether more of it follows
        for line, is_last in zip(box.lines, last, strict=True):
            del open_above[line.depth :]
            open_above += [False] * (line.depth - len(open_above))
            before = "".join(self._twigs.below if more else self._twigs.below_last for more in open_above)
            open_above.append(not is_last)
            twig = self._twigs.last if is_last else self._twigs.middle
            note = self._leads_nowhere.get(line.id) or (
                "" if line.reached or box.kind is BoxKind.UNREACHED else "never runs"
            )
            below = "".join(self._twigs.below if more else self._twigs.below_last for more in open_above)
            apart = bool(note) and width(before + twig + note) + 3 + _LEAST_FOR_WORDS > self._room
            yield self._line(line, before + twig, "" if apart else note)
            if apart:
                for text in wrap(f"({note})", max(self._room - width(below), _LEAST_FOR_WORDS)):
                    yield self._style.paint(below + text, "dim")
            yield from self._marks(line.marks, below)

    def _line(self, line: Line, before: str, note: str) -> str:
        room = self._room - width(before) - (width(note) + 3 if note else 0)
        words = fitted(pieces(line, self._signs), max(room, _LEAST_FOR_WORDS), self._signs)
        shown = " ".join(self._word(piece, dim=not line.reached) for piece in words)
        end = self._style.paint(f" ({note})", "dim") if note else ""
        return self._style.paint(before, "dim") + shown + end

    def _word(self, piece: Piece, *, dim: bool) -> str:
        text = f"[{piece.text}]" if piece.role == "key" and not self._style.plain else piece.text
        return self._style.paint(text, "dim" if dim else piece.role)

    def _marks(self, marks: Sequence[Mark], before: str) -> Iterator[str]:
        """Yield findings below what they are about: as long as they are, and so on several lines."""
        for mark in marks:
            code = f"{mark.severity.value}[{mark.code}]"
            room = max(self._room - width(before), _LEAST_FOR_FINDINGS)
            for number, text in enumerate(wrap(printable(f"{code} {mark.message}"), room)):
                start = self._style.paint(before, "dim")
                if number == 0 and text.startswith(code):
                    yield start + self._style.paint(code, mark.severity.value) + text[len(code) :]
                else:
                    yield start + text

    def _cut(self, text: str) -> str:
        return shortened(printable(text), self._room, self._signs)


def _last_ones(lines: Sequence[Line]) -> list[bool]:
    """Return for each line whether no other follows on its level, before the level above goes on."""
    found: list[bool] = []
    open_levels: set[int] = set()
    for line in reversed(lines):
        found.append(line.depth not in open_levels)
        open_levels = {level for level in open_levels if level < line.depth} | {line.depth}
    return found[::-1]
