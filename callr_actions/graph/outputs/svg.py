"""An SVG for web pages and documents: light and dark, text as text, nothing fetched from anywhere."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

from callr_actions.graph.layout.arrange import arrange
from callr_actions.graph.model import BoxKind, EdgeKind
from callr_actions.graph.outputs.phrases import pieces, plain, shortened
from callr_actions.graph.outputs.sheet import (
    COLUMN,
    INDENT,
    MARK,
    PAD,
    ROW,
    blocks_and_links,
    measured,
    notes_of,
)
from callr_actions.graph.outputs.svg_style import STYLE
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.terminal import printable, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.graph.layout.model import Arrangement, Place, Points
    from callr_actions.graph.model import Edge, Graph
    from callr_actions.graph.outputs.phrases import Piece
    from callr_actions.graph.outputs.sheet import Measured, Note, Row
    from callr_actions.graph.outputs.style import Style

_MARGIN = 28.0
_CORNER = 7.0
_LEAST_WIDTH = 460.0
_NO_CHARACTER = lazy_pattern("[\ufffe\uffff]")
_ABOUT_COLUMN = 7.6


def render(graph: Graph, style: Style) -> str:  # noqa: ARG001 - every format has the same signature
    """Return the picture as one SVG document."""
    return _Drawing(graph).text()


def text_of(value: str) -> str:
    """Return text from outside as it may stand in the document."""
    return escape(_NO_CHARACTER.sub("\ufffd", printable(value)))


def _attribute(value: str) -> str:
    return quoteattr(_NO_CHARACTER.sub("\ufffd", printable(value)))


class _Drawing:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._boxes = [measured(box) for box in graph.boxes]
        blocks, links = blocks_and_links(graph, self._boxes)
        self._sheet: Arrangement = arrange(blocks, links)
        # Two pictures in one page have names of their own.
        self._prefix = f"g{crc32(f'{graph.file} {graph.name}'.encode(errors='replace')):08x}"
        self._width = max(self._sheet.width, _LEAST_WIDTH)

    def text(self) -> str:
        top, heading = self._heading()
        foot, legend = self._legend(top + self._sheet.height)
        width, height = self._width + 2 * _MARGIN, foot + _MARGIN
        title, described = f"{self._prefix}-title", f"{self._prefix}-desc"
        parts = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" class="callr-graph" role="graphics-document" '
                f'aria-labelledby="{title}" aria-describedby="{described}" '
                f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}">'
            ),
            f'<title id="{title}">{text_of(f"Flow of {self._graph.name}")}</title>',
            f'<desc id="{described}">{text_of(self._description())}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{_n(width)}" height="{_n(height)}"/>',
            *heading,
            f'<g transform="translate({_n(_MARGIN)} {_n(top)})">',
            *self._lines(),
            *(
                part
                for each, place in zip(self._boxes, self._sheet.places, strict=True)
                for part in self._box(each, place)
            ),
            *self._ports(),
            "</g>",
            *legend,
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _description(self) -> str:
        graph = self._graph
        branches = [box for box in graph.boxes if box.kind not in (BoxKind.MISSING, BoxKind.OPEN)]
        steps = sum(line.step is not None for line in graph.lines)
        starts = ", ".join(box.name for box in branches if box.kind is BoxKind.START)
        found = sum(len(line.marks) for line in graph.lines)
        found += sum(len(box.marks) for box in graph.boxes) + len(graph.marks)
        about = f"{graph.about} " if graph.about else ""
        return (
            f"{about}{_count(len(branches), 'branch', 'branches')} with {_count(steps, 'step', 'steps')}"
            f"{f'; begins in {starts}' if starts else ''}; {_count(found, 'finding', 'findings')}."
        )

    def _heading(self) -> tuple[float, list[str]]:
        """Return where what is below the heading begins, and the heading."""
        graph = self._graph
        room = int(self._width / COLUMN)
        y = _MARGIN + 16.0
        parts = [_text(_MARGIN, y, "name", shortened(printable(graph.name), int(room * 0.6)))]
        for line in _wrapped(printable(graph.about), int(self._width / _ABOUT_COLUMN), most=4):
            y += 21.0
            parts.append(_text(_MARGIN, y, "about", line))
        y += 20.0
        parts.append(_text(_MARGIN, y, "file", shortened(printable(graph.file), room)))
        notes = notes_of(graph.marks, y + 10.0, room)
        parts += (_note(note, _MARGIN) for note in notes)
        return y + 24.0 + MARK * len(notes), parts

    def _legend(self, y: float) -> tuple[float, list[str]]:
        """Return where the picture ends, and what explains its lines."""
        edges = self._graph.edges
        meanings = [
            ("goto", "goes on there", any(edge.kind is EdgeKind.GOTO and edge.reached for edge in edges)),
            ("answer", "the other leg, once answered", any(edge.kind is EdgeKind.ANSWER for edge in edges)),
            ("dead", "never followed", any(not edge.reached for edge in edges)),
        ]
        parts: list[str] = []
        x = _MARGIN
        if any(shown for _, _, shown in meanings):
            y += 34.0
            for name, meaning, shown in meanings:
                if shown:
                    parts += [
                        f'<path class="edge {name}" d="M{_n(x)} {_n(y)}h30"/>',
                        _head(x + 36.0, y, name, back=False),
                        _text(x + 46.0, y + 4.0, "legend", meaning),
                    ]
                    x += 46.0 + len(meaning) * COLUMN + 30.0
        missing = sum(route is None for route in self._sheet.routes)
        if missing:
            y += 24.0
            note = f"{missing:,} jumps are named in the boxes and not drawn: there are too many"
            parts.append(_text(_MARGIN, y, "legend", note))
        return y, parts

    def _lines(self) -> Iterator[str]:
        drawn = zip(self._graph.edges, self._sheet.routes, strict=True)
        routes = [(edge, route) for edge, route in drawn if route is not None]
        for edge, route in sorted(routes, key=lambda each: each[0].reached):
            name = _class(edge)
            yield f'<path class="edge {name}" d="{_path(route)}"/>'
        heads: dict[tuple[float, float], tuple[str, bool]] = {}
        for edge, route in sorted(routes, key=lambda each: each[0].reached):
            (before, _), (x, y) = route[-2], route[-1]
            heads[x, y] = (_class(edge), before > x)
        for (x, y), (name, back) in heads.items():
            yield _head(x, y, name, back=back)

    def _ports(self) -> Iterator[str]:
        """Yield the points at which lines leave their boxes."""
        for edge, route in zip(self._graph.edges, self._sheet.routes, strict=True):
            if route is not None:
                x, y = _n(route[0][0]), _n(route[0][1])
                yield f'<circle class="port {_class(edge)}" cx="{x}" cy="{y}" r="2.5"/>'

    def _box(self, each: Measured, place: Place) -> Iterator[str]:
        kind = each.box.kind.value
        label = f"{each.box.name}: {each.box.about}" if each.box.about else each.box.name
        yield (
            f'<g class="box {kind}" id="{self._prefix}-{each.box.id}" role="graphics-object" '
            f'aria-label={_attribute(label)} transform="translate({_n(place.x)} {_n(place.y)})">'
        )
        width, height = _n(place.width), _n(place.height)
        yield f'<rect class="body" width="{width}" height="{height}" rx="8"/>'
        only_head = place.height <= each.head
        yield f'<path class="head" d="{_head_shape(place.width, each.head, whole=only_head)}"/>'
        yield f'<rect class="frame" width="{width}" height="{height}" rx="8"/>'
        yield _text(PAD, 21.0, "branch", each.name, full=each.box.name if each.box.name != each.name else "")
        if each.about:
            yield _text(PAD, 38.0, "when", each.about)
        for note in each.notes:
            yield _note(note, PAD)
        for row in each.rows:
            yield from self._row(row)
        yield "</g>"

    def _row(self, row: Row) -> Iterator[str]:
        line = row.line
        dead = " dead" if not line.reached else ""
        step = f' data-step="{line.step}"' if line.step is not None else ""
        full = plain(pieces(line))
        yield f'<g class="row {line.kind.value}{dead}"{step}>'
        yield f"<title>{text_of(f'line {line.place}: {full}')}</title>"
        if line.marks:
            worst = min(line.marks, key=lambda mark: mark.severity.rank).severity.value
            yield (
                f'<rect class="found {worst}" x="1" y="{_n(row.y - ROW / 2)}" width="3" '
                f'height="{_n(ROW + MARK * len(row.notes))}"/>'
            )
        for level in range(1, round((row.x - PAD) / INDENT) + 1):
            x = _n(PAD + (level - 1) * INDENT + 5.0)
            yield f'<path class="rail" d="M{x} {_n(row.y - 10.5)}v21"/>'
        yield from self._words(row)
        yield "</g>"
        for note in row.notes:
            yield _note(note, row.x)

    def _words(self, row: Row) -> Iterator[str]:
        x, words = row.x, list(row.pieces)
        while words and words[0].role == "key":
            wide = width(words[0].text) * COLUMN + 11.0
            y = row.y
            yield f'<rect class="key" x="{_n(x)}" y="{_n(y - 8.5)}" width="{_n(wide)}" height="17" rx="4"/>'
            yield (
                f'<text class="keyname" x="{_n(x + wide / 2)}" y="{_n(y + 4.0)}">'
                f"{text_of(words[0].text)}</text>"
            )
            x += wide + 7.0
            words.pop(0)
        if words:
            spans = " ".join(self._span(piece) for piece in words)
            yield f'<text x="{_n(x)}" y="{_n(row.y + 4.0)}">{spans}</text>'

    def _span(self, piece: Piece) -> str:
        return f'<tspan class="{piece.role}">{text_of(piece.text)}</tspan>'


def _note(note: Note, x: float) -> str:
    mark = note.mark
    severity = mark.severity.value
    full = f"{severity} {mark.code}, line {mark.line}: {mark.message}"
    code = f'<tspan class="code">{text_of(mark.code)}</tspan> ' if note.first else ""
    return (
        f'<text class="mark {severity}" x="{_n(x)}" y="{_n(note.y + 4.0)}">'
        f"<title>{text_of(full)}</title>{code}<tspan>{text_of(note.text)}</tspan></text>"
    )


def _class(edge: Edge) -> str:
    return edge.kind.value if edge.reached else "dead"


def _text(x: float, y: float, name: str, text: str, full: str = "") -> str:
    title = f"<title>{text_of(full)}</title>" if full else ""
    return f'<text class="{name}" x="{_n(x)}" y="{_n(y)}">{title}{text_of(text)}</text>'


def _head(x: float, y: float, name: str, *, back: bool) -> str:
    side = 8.0 if back else -8.0
    return f'<path class="arrow {name}" d="M{_n(x)} {_n(y)}l{_n(side)} -4.5v9z"/>'


def _head_shape(width: float, height: float, *, whole: bool) -> str:
    """Return the part of a box that holds the name: round above, and below where nothing follows."""
    below = f"V{_n(height - 8)}a8 8 0 0 1 -8 8H8a8 8 0 0 1 -8 -8V8" if whole else f"V{_n(height)}H0V8"
    return f"M8 0H{_n(width - 8)}a8 8 0 0 1 8 8{below}a8 8 0 0 1 8 -8z"


def _path(points: Points) -> str:
    """Return a line through points whose corners are rounded."""
    parts = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for (ax, ay), (bx, by), (cx, cy) in zip(points, points[1:], points[2:], strict=False):
        before = min(_CORNER, (abs(bx - ax) + abs(by - ay)) / 2)
        after = min(_CORNER, (abs(cx - bx) + abs(cy - by)) / 2)
        radius = min(before, after)
        x1, y1 = bx - _sign(bx - ax) * radius, by - _sign(by - ay) * radius
        x2, y2 = bx + _sign(cx - bx) * radius, by + _sign(cy - by) * radius
        parts.append(f"L{_n(x1)} {_n(y1)}Q{_n(bx)} {_n(by)} {_n(x2)} {_n(y2)}")
    parts.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(parts)


def _sign(value: float) -> float:
    return (value > 0) - (value < 0)


def _n(value: float) -> str:
    """Return a number as short as it can be written."""
    return f"{value:.1f}".removesuffix(".0")


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _wrapped(text: str, room: int, *, most: int) -> list[str]:
    return wrap(text, max(room, 20), max_lines=most, placeholder=" …") if text else []
