"""DOT for Graphviz: a table for each branch, with arrows that leave the step they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from callr_actions.graph.model import BoxKind, EdgeKind
from callr_actions.graph.outputs.phrases import fitted, pieces, plain, shortened
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.graph.model import Box, Edge, Graph, Line, Mark
    from callr_actions.graph.outputs.style import Style

_LINE = 60
_NO_CHARACTER = lazy_pattern("[\ufffe\uffff]")
_HEADS = {
    BoxKind.START: ("#dafbe1", "#1a7f37"),
    BoxKind.ANSWERED: ("#f3ebff", "#8250df"),
    BoxKind.BRANCH: ("#eaeef2", "#8c959f"),
    BoxKind.UNREACHED: ("#f6f8fa", "#848d97"),
    BoxKind.MISSING: ("#ffebe9", "#c4242e"),
    BoxKind.OPEN: ("#f6f8fa", "#848d97"),
}
_SEVERITIES = {"error": "#c4242e", "warning": "#8a5a00"}


def render(graph: Graph, style: Style) -> str:  # noqa: ARG001 - every format has the same signature
    """Return the graph in Graphviz's language."""
    return "\n".join(_lines(graph)) + "\n"


def quoted(text: str) -> str:
    """Return a string of DOT."""
    return '"' + _clean(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _html(text: str) -> str:
    return escape(_clean(text)).replace(" ", "&#160;")


def _clean(text: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", printable(text))


def _lines(graph: Graph) -> Iterator[str]:
    yield f"digraph {quoted(graph.name)} {{"
    title = f"{graph.name}: {graph.about}" if graph.about else graph.name
    yield f"  graph [rankdir=LR, nodesep=0.4, ranksep=0.8, labelloc=t, labeljust=l, label={quoted(title)}]"
    yield '  node [shape=plain, fontname="monospace", fontsize=11]'
    yield '  edge [color="#57606a"]'
    for mark in graph.marks:
        yield f"  // {_clean(_finding(mark))}"
    for box in graph.boxes:
        yield f"  {box.id} [label=<{_table(box)}>]"
    for edge in graph.edges:
        side = "w" if edge.box == edge.to else "e"
        yield f"  {edge.box}:{edge.line}:{side} -> {edge.to}:head:w{_look(edge)}"
    yield "}"


def _table(box: Box) -> str:
    fill, frame = _HEADS[box.kind]
    style = ' STYLE="dashed"' if box.kind in (BoxKind.UNREACHED, BoxKind.MISSING, BoxKind.OPEN) else ""
    left = '<BR ALIGN="LEFT"/>'
    about = f"{left}<I>{_html(box.about)}</I>{left}" if box.about else ""
    name = f"<B>{_html(shortened(_clean(box.name), _LINE))}</B>"
    rows = [f'<TR><TD PORT="head" BGCOLOR="{fill}" ALIGN="LEFT">{name}{about}</TD></TR>']
    rows += (_mark(mark, 0) for mark in box.marks)
    for line in box.lines:
        rows.append(f'<TR><TD PORT="{line.id}" ALIGN="LEFT">{_line(line, box)}</TD></TR>')
        rows += (_mark(mark, line.depth) for mark in line.marks)
    return (
        f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="{frame}"{style}>'
        f"{''.join(rows)}</TABLE>"
    )


def _line(line: Line, box: Box) -> str:
    text = "  " * min(line.depth, 8) + plain(fitted(pieces(line), _LINE))
    if line.reached or box.kind is BoxKind.UNREACHED:
        return _html(text)
    return f'<FONT COLOR="#6e7781">{_html(text + (" (never runs)" if line.step is not None else ""))}</FONT>'


def _mark(mark: Mark, depth: int) -> str:
    text = "  " * min(depth, 8) + shortened(_clean(_finding(mark)), _LINE)
    colour = _SEVERITIES[mark.severity.value]
    return f'<TR><TD ALIGN="LEFT"><FONT COLOR="{colour}">{_html(text)}</FONT></TD></TR>'


def _finding(mark: Mark) -> str:
    return f"{mark.severity.value} {mark.code}: {mark.message}"


def _look(edge: Edge) -> str:
    if not edge.reached:
        return ' [style=dotted, color="#848d97"]'
    return ' [style=dashed, color="#8250df"]' if edge.kind is EdgeKind.ANSWER else ""
