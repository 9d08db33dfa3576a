"""Where a plan goes, in which form."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from callr_actions.cli.manners import colours_on, plain_wanted, room
from callr_actions.cli.places import read_places
from callr_actions.cli.rendering.show import write
from callr_actions.cli.session import MASKER
from callr_actions.linter.outputs.style import Style
from callr_actions.sync.outputs import OUTPUTS, renderer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.cli.places import Place
    from callr_actions.sync.plan import Plan


def places(values: Sequence[str]) -> tuple[Place, ...]:
    """Return what `--output` asks for; text where it asks for nothing. Files come first.

    Raises:
        CallrActionsError: an unknown form, no file behind `=`, or two forms for one place.
    """
    return read_places(values, OUTPUTS)


def show_plan(plan: Plan, wanted: Sequence[Place], *, colour: bool | None = None) -> None:
    """Write a plan.

    Raises:
        CallrActionsError: a file cannot be written.
    """
    for place in wanted:
        on = place.file is None and place.format == "text" and colours_on(colour, sys.stdout)
        seen = place.file is None
        style = Style(
            colour=on,
            masker=MASKER,
            room=room(sys.stdout) if seen else None,
            plain=seen and plain_wanted(),
        )
        write(renderer(place.format)(plan, style), place.file)
