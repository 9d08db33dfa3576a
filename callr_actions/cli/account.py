"""`callr-actions account`: which accounts there are, and whether one answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.project import project_option
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item, show_items
from callr_actions.cli.rendering.views import ACCOUNT, PONG
from callr_actions.cli.sessions.options import account_options
from callr_actions.cli.sessions.session import run_session, usable_project

if TYPE_CHECKING:
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session


@click.group("account", cls=CommandGroup)
def command() -> None:
    """Which accounts the project has, and whether one answers.

    \b
    Examples:
      callr-actions account list
      callr-actions account ping --account production
    """  # noqa: D301 - click reads it


@command.command("list")
@project_option
@shape_options
def list_accounts(project_file: str | None, shape: Shape) -> None:
    """List the accounts of the project. Nothing is sent, and no key is looked for.

    \b
    Examples:
      callr-actions account list
      callr-actions account list --json
    """  # noqa: D301 - click reads it
    project = usable_project(project_file)
    rows = [
        {
            "name": each.name,
            "url": None if each.url is None else each.url.text,
            "account": None if each.account is None else each.account.text,
            "default": each.name == project.default_account,
            "protected": each.protected,
        }
        for each in project.accounts.values()
    ]
    show_items(rows, ACCOUNT, shape)


@command.command("ping")
@account_options
@shape_options
def ping(target: Target, shape: Shape) -> None:
    """Ask the account for a sign of life: address, key and network are right when it answers.

    \b
    Examples:
      callr-actions account ping --account production
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import system

        started = session.connection.edge.clock()
        pong = await session.send(system.ping())
        took = session.connection.edge.clock() - started
        show_item(pong, PONG, shape)
        session.say(f"account `{session.account.name}` answered after {took * 1000:.0f} ms")

    run_session(target, work)
