"""An open account: chosen, connected, spoken to by a command's async core, closed whatever happens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

import click

from callr_actions.cli.manners import say
from callr_actions.cli.project import find_project
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.request_log import request_log
from callr_actions.errors import CallrActionsError
from callr_actions.language.finding import Severity
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from callr_actions.api.client import AsyncClient
    from callr_actions.api.connection import Connection
    from callr_actions.api.request import Request
    from callr_actions.cli.sessions.options import Target
    from callr_actions.project.project import Account, Project

T = TypeVar("T")


class Session(NamedTuple):
    """An account that can be spoken to.

    Attributes:
        project: what callr.yaml says.
        account: the account that is meant.
        connection: how it is reached.
        client: speaks to it.
        target: what the command line says.
        interactive: whether somebody sits at a terminal.
    """

    project: Project
    account: Account
    connection: Connection
    client: AsyncClient
    target: Target
    interactive: bool

    async def send(self, request: Request[T]) -> T:
        """Send a request and return its answer."""
        return await self.client.send(request)

    def say(self, text: str) -> None:
        """Say to people what was done; not with `--quiet`."""
        if not self.target.quiet:
            say(printable(MASKER.mask(text)))


def run_session(target: Target, work: Callable[[Session], Awaitable[T]]) -> T:
    """Open the account that is meant, do the work, close it.

    Ctrl-C cancels the work and arrives as KeyboardInterrupt.

    Raises:
        CallrActionsError: callr.yaml is broken, there is no such account, or the work failed.
    """
    from callr_actions.targets import choose_account, connect, surroundings

    project = usable_project(target.project_file)
    around = surroundings(MASKER)
    account = choose_account(project, target.account, around, must_be_named=target.writes)
    connection = connect(project, account, around)

    import asyncio

    async def opened() -> T:
        from callr_actions.api.errors import NotFoundError
        from callr_actions.api.requests.violations import InvalidRequestError
        from callr_actions.targets import open_client

        async with open_client(connection) as client:
            session = Session(project, account, connection, client, target, around.interactive)
            try:
                return await work(session)
            except InvalidRequestError as error:
                # Who typed a command knows its name, not that of the request behind it.
                raise CallrActionsError("; ".join(map(str, error.violations))) from error
            except NotFoundError as error:
                error.hint = _where_they_are_listed(error.hint, local=account.is_local)
                raise

    with request_log(target.verbose):
        return asyncio.run(opened())


def _where_they_are_listed(hint: str | None, *, local: bool) -> str | None:
    """Return what to do about an object that is not there: see which are, in the command's own group."""
    here = click.get_current_context(silent=True)
    context = None if here is None else here.parent
    group = None if context is None else context.command
    if context is None or not isinstance(group, click.Group) or "list" not in group.commands:
        return hint
    listed = f"`{context.command_path} list` shows those there are"
    # Of the addresses of the local account there is no doubt.
    return listed if local or hint is None else f"{listed}. {hint}"


def usable_project(named: str | None) -> Project:
    """Return the project.

    Raises:
        CallrActionsError: callr.yaml has errors: which account would be meant is anybody's guess.
    """
    found = find_project(named)
    if found.broken:
        first = next(each for each in found.findings if each.severity is Severity.ERROR)
        raise CallrActionsError(
            f"line {first.span.start.line}: {first.message}",
            file=found.project.shown,
            hint=f"`callr-actions lint {found.project.shown}` shows everything that is wrong with it",
        )
    return found.project


def standard_input(what: str) -> str:
    """Return what comes through standard input.

    Raises:
        CallrActionsError: it is closed or is not UTF-8.
    """
    if sys.stdin is None:
        raise CallrActionsError(f"{what}: standard input is closed")
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallrActionsError(f"{what}: standard input is not UTF-8: {error.reason}") from error
