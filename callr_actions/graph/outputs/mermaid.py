"""Mermaid for README files: a box for each branch with its steps, an arrow for each jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.graph.model import BoxKind, EdgeKind
from callr_actions.graph.outputs.phrases import SIGNS, fitted, pieces, plain, shortened
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.graph.model import Box, Edge, Graph, Line, Mark
    from callr_actions.graph.outputs.style import Style

_LINE = 60
_LABEL = 28
# Letters and digits of any script, and what has no meaning to Mermaid, Markdown or HTML, stay as they are.
_HARMLESS = frozenset(" .,:?!'/+=$()-→⇢■…“”")
_CLASSES = {
    BoxKind.START: "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
    BoxKind.ANSWERED: "fill:#f3ebff,stroke:#8250df,color:#1f2328",
    BoxKind.BRANCH: "fill:#ffffff,stroke:#8c959f,color:#1f2328",
    BoxKind.UNREACHED: "fill:#f6f8fa,stroke:#848d97,color:#59636e,stroke-dasharray:5 4",
    BoxKind.MISSING: "fill:#ffebe9,stroke:#c4242e,color:#1f2328,stroke-dasharray:5 4",
    BoxKind.OPEN: "fill:#f6f8fa,stroke:#848d97,color:#59636e,stroke-dasharray:5 4",
}


def render(graph: Graph, style: Style) -> str:  # noqa: ARG001 - every format has the same signature
    """Return the graph as a Mermaid flowchart."""
    return "\n".join(_lines(graph)) + "\n"


def escaped(text: str) -> str:
    """Return text that means nothing to Mermaid: what could is written as a numbered entity."""
    return "".join(
        each if each.isalnum() or each in _HARMLESS else f"#{ord(each)};" for each in printable(text)
    )


def _lines(graph: Graph) -> Iterator[str]:
    # A line of a box is a step: Mermaid would break it after thirty characters.
    yield '%%{init: {"flowchart": {"wrappingWidth": 640}}}%%'
    yield "flowchart LR"
    yield f"  accTitle: {_bare(f'Flow of {graph.name}')}"
    if graph.about:
        yield f"  accDescr: {_bare(graph.about)}"
    for kind, look in _CLASSES.items():
        if any(box.kind is kind for box in graph.boxes):
            yield f"  classDef {kind.value} {look},text-align:left"
    for box in graph.boxes:
        yield f'  {box.id}["{"<br/>".join(_box(box))}"]:::{box.kind.value}'
    for mark in graph.marks:
        yield f"  %% {_bare(_finding(mark))}"
    for edge in graph.edges:
        yield f"  {edge.box} {_arrow(edge)} {edge.to}"


def _box(box: Box) -> Iterator[str]:
    yield f"<b>{escaped(shortened(printable(box.name), _LINE))}</b>"
    if box.about:
        yield f"<i>{escaped(box.about)}</i>"
    for mark in box.marks:
        yield escaped(shortened(_finding(mark), _LINE))
    for line in box.lines:
        yield _indent(line.depth) + _line(line, box)
        for mark in line.marks:
            yield _indent(line.depth) + escaped(shortened(_finding(mark), _LINE))


def _line(line: Line, box: Box) -> str:
    text = plain(fitted(pieces(line), _LINE))
    never = line.step is not None and not line.reached and box.kind is not BoxKind.UNREACHED
    return escaped(f"{text} (never runs)" if never else text)


def _indent(depth: int) -> str:
    return "&emsp;" * min(depth, 8)


def _finding(mark: Mark) -> str:
    return printable(f"{mark.severity.value} {mark.code}: {mark.message}")


def _arrow(edge: Edge) -> str:
    line = "-.->" if edge.kind is EdgeKind.ANSWER or not edge.reached else "-->"
    label = escaped(shortened(printable(edge.label), _LABEL, SIGNS))
    return f'{line}|"{label}"|' if label else line


def _bare(text: str) -> str:
    """Return text for a line that Mermaid reads to its end: comments and titles know no entities."""
    return "".join(each if each.isalnum() or each in _HARMLESS else " " for each in printable(text)).strip()
