"""`callr-actions end-users`: who phone numbers are assigned to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.completion import completing
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item
from callr_actions.cli.rendering.views import END_USER
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.listing import list_options, show_search
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.texts import json_object

if TYPE_CHECKING:
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.listing import Extent
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

sid_argument = click.argument("sid", metavar="SID", shell_complete=completing("end-users"))
comment_option = click.option("--comment", metavar="TEXT", help="At most 255 characters.")


@click.group("end-users", cls=CommandGroup)
def command() -> None:
    """End users: the people and companies that phone numbers are assigned to.

    \b
    Examples:
      callr-actions end-users list
    """  # noqa: D301 - click reads it


@command.command("list")
@click.option("--name", metavar="TEXT", help="Only those whose name has this in it.")
@list_options("created", "updated", "name")
@account_options
def list_end_users(name: str | None, target: Target, extent: Extent, shape: Shape) -> None:
    """List end users.

    \b
    Examples:
      callr-actions end-users list --name Lakeside
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.end_users import SearchEndUsers
        from callr_actions.api.resources import end_users

        search = end_users.search(SearchEndUsers(name=name, **extent.paging()))
        await show_search(session, search, END_USER, extent, shape)

    run_session(target, work)


@command.command("get")
@sid_argument
@shape_options
@account_options
def get(sid: str, target: Target, shape: Shape) -> None:
    """Show an end user.

    \b
    Examples:
      callr-actions end-users get 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import end_users

        show_item(await session.send(end_users.get(sid)), END_USER, shape)

    run_session(target, work)


@command.command("create")
@click.argument("name", metavar="NAME")
@click.option(
    "--address", required=True, metavar="JSON", help="An object; Callr does not document which keys it has."
)
@comment_option
@shape_options
@writing_options
def create(name: str, address: str, comment: str | None, target: Target, shape: Shape) -> None:
    """Make an end user. The name has at most 32 characters.

    \b
    Examples:
      callr-actions end-users create Lakeside --address '{"city": "Paris"}'
    """  # noqa: D301 - click reads it
    given = json_object(address, option="--address")

    async def work(session: Session) -> None:
        from callr_actions.api.requests.end_users import CreateEndUser
        from callr_actions.api.resources import end_users

        request = end_users.create(CreateEndUser(name=name, address=given, comment=comment))
        pass_gate(session, Change(f"make the end user `{name}`"))
        show_item(await session.send(request), END_USER, shape)

    run_session(target, work)


@command.command("update")
@sid_argument
@click.option("--name", metavar="NAME", help="At most 32 characters.")
@click.option("--address", metavar="JSON", help="An object, which replaces the address.")
@comment_option
@shape_options
@writing_options
def update(
    sid: str, name: str | None, address: str | None, comment: str | None, target: Target, shape: Shape
) -> None:
    """Change an end user; what is not given stays.

    \b
    Examples:
      callr-actions end-users update 49ar31f8 --name "Lakeside Bikes"
    """  # noqa: D301 - click reads it
    if name is None and address is None and comment is None:
        raise click.UsageError("nothing to change: give --name, --address or --comment")
    given = None if address is None else json_object(address, option="--address")

    async def work(session: Session) -> None:
        from callr_actions.api.requests.end_users import UpdateEndUser
        from callr_actions.api.resources import end_users

        request = end_users.update(sid, UpdateEndUser(name=name, address=given, comment=comment))
        pass_gate(session, Change(f"change the end user {sid}"))
        show_item(await session.send(request), END_USER, shape)

    run_session(target, work)


@command.command("delete")
@sid_argument
@writing_options
def delete(sid: str, target: Target) -> None:
    """Delete an end user that no number is assigned to.

    \b
    Examples:
      callr-actions end-users delete 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import end_users

        found = await session.send(end_users.get(sid))
        pass_gate(session, Change(f"delete the end user `{found.name}` ({sid})", asks=True))
        await session.send(end_users.delete(sid))
        session.say(f"deleted the end user `{found.name}` ({sid})")

    run_session(target, work)
