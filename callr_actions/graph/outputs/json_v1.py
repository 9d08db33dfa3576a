"""Version 1 of the graph for programs. Fields are only ever added."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.graph.model import Box, Graph, Line, Mark
    from callr_actions.graph.outputs.style import Style


def render(graph: Graph, style: Style) -> str:  # noqa: ARG001 - every format has the same signature
    """Return the graph as JSON."""
    value = {
        "version": 1,
        "name": graph.name,
        "file": graph.file,
        "description": graph.about,
        "boxes": [_box(box) for box in graph.boxes],
        "edges": [
            {
                "box": edge.box,
                "line": edge.line,
                "to": edge.to,
                "kind": edge.kind.value,
                "label": edge.label,
                "reached": edge.reached,
            }
            for edge in graph.edges
        ],
        "findings": _marks(graph.marks),
    }
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _box(box: Box) -> dict[str, Any]:
    return {
        "id": box.id,
        "kind": box.kind.value,
        "name": box.name,
        "about": box.about,
        "line": box.place,
        "lines": [_line(line) for line in box.lines],
        "findings": _marks(box.marks),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "kind": line.kind.value,
        "line": line.place,
        "step": line.step,
        "depth": line.depth,
        "reached": line.reached,
        "keys": None if line.keys is None else list(line.keys),
        "condition": line.condition,
        "action": line.action,
        "text": line.text,
        "spoken": line.spoken,
        "result": line.result,
        "target": line.target,
        "ends": line.ends,
        "findings": _marks(line.marks),
    }


def _marks(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    return [
        {"severity": mark.severity.value, "code": mark.code, "message": mark.message, "line": mark.line}
        for mark in marks
    ]
