"""Where a plan goes, in which form."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from callr_actions.cli.rendering.show import write
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.linter.outputs.style import Style
from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.outputs import OUTPUTS, renderer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.sync.plan import Plan


class Place(NamedTuple):
    """A form and a file; None for standard output."""

    format: str
    file: str | None


def places(values: Sequence[str]) -> tuple[Place, ...]:
    """Return what `--output` asks for; text where it asks for nothing. Files come first.

    Raises:
        CallrActionsError: an unknown form, no file behind `=`, or two forms for one place.
    """
    found: list[Place] = []
    for value in values:
        name, equals, file = value.partition("=")
        if name not in OUTPUTS:
            raise CallrActionsError(f"there is no output format `{name}`", allowed=list(OUTPUTS), found=name)
        if equals and not file:
            raise CallrActionsError(f"`{value}` names no file", hint=f"write {name}=FILE, or {name} alone")
        if any(place.file == (file or None) for place in found):
            where = file or "standard output"
            raise CallrActionsError(f"two formats would go to {where}", hint=f"give one a file: {name}=FILE")
        found.append(Place(name, file or None))
    return tuple(sorted(found or [Place("text", None)], key=lambda place: place.file is None))


def show_plan(plan: Plan, wanted: Sequence[Place], *, colour: bool | None = None) -> None:
    """Write a plan.

    Raises:
        CallrActionsError: a file cannot be written.
    """
    for place in wanted:
        on = place.file is None and place.format == "text" and coloured(colour)
        write(renderer(place.format)(plan, Style(colour=on, masker=MASKER)), place.file)


def coloured(asked: bool | None) -> bool:
    """Whether text on standard output has colours."""
    if asked is not None:
        return asked
    if os.environ.get("FORCE_COLOR"):
        return True
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
