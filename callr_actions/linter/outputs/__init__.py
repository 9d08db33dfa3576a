"""Output formats of the linter. A new one is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from callr_actions.linter.outputs import concise, json_v1, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.linter.engine import LintResult
    from callr_actions.linter.outputs.style import Style


class Render(Protocol):
    """A format: a result in, the whole text out, with a line break at its end unless empty."""

    def __call__(self, result: LintResult, style: Style) -> str:
        """Render a result."""
        ...


OUTPUTS: Mapping[str, Render] = {
    "text": text.render,
    "concise": concise.render,
    "json": json_v1.render,
}
