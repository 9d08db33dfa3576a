"""`callr-actions billing`: the account's credit, and what calls are billed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item, show_items
from callr_actions.cli.rendering.views import CREDIT, DESTINATION
from callr_actions.cli.sessions.options import account_options
from callr_actions.cli.sessions.session import run_session

if TYPE_CHECKING:
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session


@click.group("billing", cls=CommandGroup)
def command() -> None:
    """The account's credit, and the destinations that calls are billed by.

    \b
    Examples:
      callr-actions billing credit
    """  # noqa: D301 - click reads it


@command.command("credit")
@shape_options
@account_options
def credit(target: Target, shape: Shape) -> None:
    """Show the credit, in cents and in whole units; the API does not name the currency.

    \b
    Examples:
      callr-actions billing credit --json
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import billing

        amount = await session.send(billing.credit())
        show_item({"credit": None if amount is None else amount.text}, CREDIT, shape)
        if amount is None:
            session.say("the account has no credit: it probably pays afterwards")

    run_session(target, work)


@command.command("destinations")
@shape_options
@account_options
def destinations(target: Target, shape: Shape) -> None:
    """List the destinations that calls are billed by.

    \b
    Examples:
      callr-actions billing destinations -o csv=destinations.csv
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import billing

        show_items(await session.send(billing.destinations()), DESTINATION, shape)

    run_session(target, work)
