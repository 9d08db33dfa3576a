"""Output formats of the linter. A new one is one file with a `render`, and one line here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult


class Render(Protocol):
    """A format: a result in, the whole text out, with a line break at its end unless empty."""

    def __call__(self, result: LintResult, style: Style) -> str:
        """Render a result."""
        ...


OUTPUTS: Mapping[str, str] = {
    "text": "text",
    "concise": "concise",
    "json": "json_v1",
    "jsonl": "jsonl",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "checkstyle": "checkstyle",
    "markdown": "markdown",
}


def renderer(name: str) -> Render:
    """Return the format of a name in `OUTPUTS`; its module is imported now, not before.

    Whatever the format, the secrets that rules have found in the files are hidden.
    """
    render: Render = import_module(f"{__name__}.{OUTPUTS[name]}").render
    return lambda result, style: render(result, style.hiding(result.secrets))
