"""A plan in the forms that people and programs read, one file each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.linter.outputs.style import Style
    from callr_actions.sync.plan import Plan

OUTPUTS = ("text", "json", "markdown")
_MODULES = {"text": "text", "json": "json_v1", "markdown": "markdown"}


def renderer(name: str) -> Callable[[Plan, Style], str]:
    """Return the function that writes a plan in one of the forms."""
    module = import_module(f"{__name__}.{_MODULES[name]}")
    render: Callable[[Plan, Style], str] = module.render
    return render
