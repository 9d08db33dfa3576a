"""`--output FORMAT[=FILE]`, `--json` and colours: where results go, written once all of them are ready."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.linter.outputs import OUTPUTS, renderer
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.statistics import table
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import abandon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from callr_actions.language.explanation import Explanation
    from callr_actions.linter.result import LintResult

STDOUT = "-"


class Output(NamedTuple):
    """One format and where it goes; `-` is standard output."""

    format: str
    file: str


def parse_outputs(values: Sequence[str]) -> tuple[Output, ...]:
    """Return what `--output` asks for: text on standard output when it asks for nothing.

    Raises:
        CallrActionsError: an unknown format, no file behind `=`, or two formats for one place.
    """
    outputs: list[Output] = []
    for value in values:
        name, equals, file = value.partition("=")
        if name not in OUTPUTS:
            raise CallrActionsError(f"there is no output format `{name}`", allowed=list(OUTPUTS), found=name)
        if equals and not file:
            raise CallrActionsError(f"`{value}` names no file", hint=f"write {name}=FILE, or {name} alone")
        if any(output.file == (file or STDOUT) for output in outputs):
            place = file or "standard output"
            raise CallrActionsError(f"two formats would go to {place}", hint=f"give one a file: {name}=FILE")
        outputs.append(Output(name, file or STDOUT))
    return tuple(outputs) or (Output("text", STDOUT),)


def write_outputs(
    outputs: Sequence[Output],
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
    for output in sorted(outputs, key=lambda each: each.file == STDOUT):
        render = renderer(output.format)
        if output.file != STDOUT:
            from callr_actions.atomic import write_atomic

            text = render(result, Style(masker=MASKER, pages=_pages))
            try:
                write_atomic(Path(output.file), text)
            except OSError as error:
                raise CallrActionsError(
                    f"cannot be written: {(error.strerror or str(error)).lower()}", file=output.file
                ) from error
        elif stream is not None and quiet and output.format == "text" and result.statistics is not None:
            _print(table(result.statistics), stream)
        elif stream is not None and not (quiet and output.format == "text" and not result.findings):
            style = Style(
                colour=colours_wanted(colour, stream), width=_width(stream), masker=MASKER, pages=_pages
            )
            _print(render(result, style), stream)


def _print(text: str, stream: TextIO) -> None:
    """Write to a stream. A reader who has seen enough (`head`) changes nothing of what was found."""
    try:
        stream.buffer.write(text.encode("utf-8", errors="backslashreplace"))
        stream.buffer.flush()
    except BrokenPipeError:
        abandon(stream)


def _pages() -> Iterable[Explanation]:
    """Every page there is: imported late, because most formats need none."""
    from callr_actions.cli.catalogue import pages

    return pages()


def colours_wanted(asked: bool | None, stream: TextIO) -> bool:
    """Return whether to write colours: as asked for, else as the environment and the terminal say."""
    if asked is not None:
        return asked
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width(stream: TextIO) -> int:
    if not stream.isatty():
        return 100
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
