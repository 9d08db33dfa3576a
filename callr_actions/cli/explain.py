"""`callr-actions explain`: what a finding code means."""

from __future__ import annotations

import click

from callr_actions.cli.catalogue import pages
from callr_actions.errors import CallrActionsError
from callr_actions.linter.pages import terminal_page


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Say what a finding means, why it matters, how it looks wrong and right, and how to mend it.

    CODE is a code such as CA301, or a name such as unknown-action. Of a
    prefix such as CA3 its codes are listed; without one, all are.
    """
    known = pages()
    if code is None:
        for page in known:
            click.echo(f"{page.code}  {page.name:<26}{page.summary}")
        return
    for page in known:
        if code.upper() == page.code or code.lower() == page.name:
            click.echo(terminal_page(page), nl=False)
            return
    below = [page for page in known if len(code) > 2 and page.code.startswith(code.upper())]
    if below:
        for page in below:
            click.echo(f"{page.code}  {page.name:<26}{page.summary}")
        return
    raise CallrActionsError(
        f"there is no finding `{code}`",
        allowed=[name for page in known for name in (page.code, page.name)],
        found=code,
        hint="`callr-actions explain` lists them all",
    )
