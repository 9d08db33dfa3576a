"""Formats of the graph. A new one is one file with a `render`, and one line here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.graph.model import Graph
    from callr_actions.graph.outputs.style import Style


class Render(Protocol):
    """A format: a graph in, the whole text out, with a line break at its end."""

    def __call__(self, graph: Graph, style: Style) -> str:
        """Render a graph."""
        ...


OUTPUTS: Mapping[str, str] = {
    "text": "text",
    "mermaid": "mermaid",
    "dot": "dot",
    "svg": "svg",
    "json": "json_v1",
}
# By the ending of a file's name, which format is meant.
ENDINGS: Mapping[str, str] = {
    ".txt": "text",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".svg": "svg",
    ".json": "json",
}


def renderer(name: str) -> Render:
    """Return the format of a name in `OUTPUTS`; its module is imported now, not before."""
    render: Render = import_module(f"{__name__}.{OUTPUTS[name]}").render
    return render
