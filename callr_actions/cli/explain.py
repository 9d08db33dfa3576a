"""`callr-actions explain`: what a finding code means."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from callr_actions.cli.catalogue import pages
from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.manners import room, show_prose, without_columns
from callr_actions.errors import CallrActionsError
from callr_actions.linter.pages import terminal_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.explanation import Explanation


@click.command("explain", cls=ProgramCommand)
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Say what a finding means, why it matters, how it looks wrong and right, and how to mend it.

    CODE is a code such as CA301, or a name such as unknown-action. Of a
    prefix such as CA3 its codes are listed; without one, all are.

    \b
    Examples:
      callr-actions explain CA301
      callr-actions explain unknown-action
      callr-actions explain CA3              every code of a group
    """  # noqa: D301 - click reads it
    known = pages()
    if code is None:
        _list(known)
        return
    for page in known:
        if code.upper() == page.code or code.lower() == page.name:
            click.echo(terminal_page(page, room(sys.stdout)), nl=False)
            return
    below = [page for page in known if len(code) > 2 and page.code.startswith(code.upper())]
    if below:
        _list(below)
        return
    raise CallrActionsError(
        f"there is no finding `{code}`",
        allowed=[name for page in known for name in (page.code, page.name)],
        found=code,
        hint="`callr-actions explain` lists them all",
    )


def _list(pages: Iterable[Explanation]) -> None:
    narrow = without_columns(sys.stdout)
    for page in pages:
        name = f" {page.name}: " if narrow else f"  {page.name:<26}"
        show_prose(f"{page.code}{name}{page.summary}")
