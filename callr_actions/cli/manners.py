"""How to talk to whoever sits there: `--plain`, colours, the terminal's width, lines written over."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from callr_actions.terminal import abandon, colours_wanted, columns, folded

if TYPE_CHECKING:
    from typing import IO

PLAIN = "CALLR_ACTIONS_PLAIN"
# With less, the column of a table that holds prose would be a few words wide.
_LEAST_FOR_COLUMNS = 72
_KEY = "callr_actions.plain"


def note_plain(context: click.Context, _option: click.Parameter, value: bool) -> None:
    """Keep that `--plain` was given, for this run of the program."""
    if value:
        context.meta[_KEY] = True


def plain_wanted() -> bool:
    """Return whether to leave out colours, drawings, carets, and whatever is written over again."""
    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get(_KEY):
        return True
    return os.environ.get(PLAIN, "0") not in ("", "0")


def colours_on(asked: bool | None, stream: IO[str] | None) -> bool:
    """Return whether to write colours: never where it has to be plain."""
    return not plain_wanted() and colours_wanted(asked, stream)


def overwrites(stream: IO[str] | None) -> bool:
    """Return whether what was written may be taken back: on a terminal that can, unless plain."""
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return False
    return not plain_wanted()


def room(stream: IO[str] | None) -> int | None:
    """Return in how many columns prose is folded; None where there is no terminal."""
    return columns(stream) if stream is not None and stream.isatty() else None


def without_columns(stream: IO[str] | None) -> bool:
    """Whether prose in columns would have no room, or is listened to: one thing stands behind the other."""
    there = room(stream)
    return plain_wanted() or (there is not None and there < _LEAST_FOR_COLUMNS)


def say(text: str = "") -> None:
    """Say something to people, on standard error; on a terminal folded to its width."""
    click.echo(folded(text, room(sys.stderr)), err=True)


def show_prose(text: str) -> None:
    """Write prose to standard output, folded as `say` does."""
    try:
        click.echo(folded(text, room(sys.stdout)))
    except BrokenPipeError:
        abandon(sys.stdout)
