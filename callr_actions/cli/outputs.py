"""`--output FORMAT[=FILE]`, `--json` and colours: where results go, written once all of them are ready."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from callr_actions.cli.manners import colours_on, plain_wanted, room
from callr_actions.cli.places import read_places
from callr_actions.cli.session import MASKER
from callr_actions.linter.outputs import OUTPUTS, renderer
from callr_actions.linter.outputs.style import Style
from callr_actions.terminal import columns, print_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from callr_actions.cli.places import Place
    from callr_actions.language.explanation import Explanation
    from callr_actions.linter.result import LintResult


def parse_outputs(values: Sequence[str]) -> tuple[Place, ...]:
    """Return what `--output` asks for: text on standard output when it asks for nothing.

    Raises:
        CallrActionsError: an unknown format, no file behind `=`, or two formats for one place.
    """
    return read_places(values, OUTPUTS)


def write_outputs(
    outputs: Sequence[Place],
    result: LintResult,
    *,
    colour: bool | None,
    quiet: bool,
    to_stderr: bool = False,
) -> None:
    """Render and write every output; files first, so that a reader who leaves early loses none.

    Args:
        outputs: what to write.
        result: what was found.
        colour: True or False as asked for; None decides by the terminal and `NO_COLOR`.
        quiet: leave the text out when there is nothing to say; of statistics show the table alone.
        to_stderr: whether standard output is taken by something else.

    Raises:
        CallrActionsError: a file cannot be written.
    """
    stream = sys.stderr if to_stderr else sys.stdout
    for output in outputs:
        render = renderer(output.format)
        if output.file is not None:
            from callr_actions.cli.rendering.show import write

            write(render(result, Style(masker=MASKER, pages=_pages)), output.file)
        elif stream is not None and quiet and output.format == "text" and result.statistics is not None:
            from callr_actions.linter.statistics import table

            print_text(table(result.statistics), stream)
        elif stream is not None and not (quiet and output.format == "text" and not result.findings):
            style = Style(
                colour=colours_on(colour, stream),
                width=columns(stream),
                masker=MASKER,
                pages=_pages,
                room=room(stream),
                plain=plain_wanted(),
            )
            print_text(render(result, style), stream)


def _pages() -> Iterable[Explanation]:
    """Every page there is: imported late, because most formats need none."""
    from callr_actions.cli.catalogue import pages

    return pages()
