"""The only door to accounts: which one is meant, whether its address may have the key, a client for it."""

from __future__ import annotations

import os
import sys
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from callr_actions.api_keys import api_key
from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.project import DEFAULT_URL, ENVIRONMENT, LOCAL, Account
from callr_actions.project.state_folder import state_folder
from callr_actions.project.template import Template
from callr_actions.project.url import url_problem
from callr_actions.project.user_config import load_user_config, user_config_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from pathlib import Path

    from callr_actions.account.embedded import Embedded
    from callr_actions.api.client import AsyncClient, Client
    from callr_actions.api.connection import Connection
    from callr_actions.masking import Masker
    from callr_actions.project.project import Project
    from callr_actions.project.user_config import UserConfig

CALLR_ACCOUNT = "CALLR_ACCOUNT"
CALLR_API_KEY = "CALLR_API_KEY"
CALLR_API_URL = "CALLR_API_URL"
# Beside the project's other state.
LOCAL_FILE = "account.sqlite3"
# Where the local account says it is; no request to it leaves the process.
LOCAL_URL = "http://localhost/v2.0"


class Surroundings(NamedTuple):
    """What is read from around the program.

    Attributes:
        environ: the environment.
        user: the user's own configuration.
        masker: learns every secret that is met.
        interactive: whether somebody sits at a terminal.
    """

    environ: Mapping[str, str]
    user: UserConfig
    masker: Masker
    interactive: bool


def surroundings(masker: Masker) -> Surroundings:
    """Return what surrounds this process.

    Raises:
        CallrActionsError: the user's configuration is broken.
    """
    user = load_user_config(user_config_file(os.environ, sys.platform), os.environ)
    return Surroundings(os.environ, user, masker, sys.stdin.isatty() and sys.stderr.isatty())


def choose_account(
    project: Project, named: str | None, around: Surroundings, *, must_be_named: bool = False
) -> Account:
    """Return the account that is meant: command line, CALLR_ACCOUNT, `default-account`, else `local`.

    Args:
        project: has the accounts.
        named: what the command line says.
        around: the environment, and whether somebody sits there.
        must_be_named: for commands that write: without somebody at a terminal, `local` is not guessed.

    Raises:
        CallrActionsError: there is no such account, none is named where one must be, or CALLR_API_KEY or
            CALLR_API_URL is set while another account than `env` is meant.
    """
    environ = around.environ
    name = named or environ.get(CALLR_ACCOUNT) or project.default_account
    if name is None:
        if must_be_named and (environ.get("CI") or not around.interactive):
            ways = f"add --account NAME, set {CALLR_ACCOUNT}, or write `default-account` in {project.shown}"
            raise CallrActionsError("no account is named, and nobody is here to be asked", hint=ways)
        name = LOCAL
    for variable in (CALLR_API_KEY, CALLR_API_URL):
        if environ.get(variable) and name != ENVIRONMENT:
            raise CallrActionsError(
                f"{variable} is set, which is for the account `{ENVIRONMENT}`, but `{name}` is meant",
                hint=f"add --account {ENVIRONMENT}, or unset {variable}",
            )
    if name == ENVIRONMENT:
        return _environment_account(environ)
    if name not in project.accounts:
        source = "--account" if named else CALLR_ACCOUNT if environ.get(CALLR_ACCOUNT) else "default-account"
        known = [*project.accounts, ENVIRONMENT]
        raise CallrActionsError(
            f"{source}: there is no account `{name}`",
            allowed=known,
            found=name,
            hint=None if closest(name, known) else "those at Callr stand in callr.yaml, under `accounts`",
        )
    return project.accounts[name]


def _environment_account(environ: Mapping[str, str]) -> Account:
    return Account(
        ENVIRONMENT,
        Template(environ.get(CALLR_API_URL) or DEFAULT_URL, CALLR_API_URL),
        api_key=Template(f"${{{CALLR_API_KEY}}}", f"the account {ENVIRONMENT}"),
    )


def connect(project: Project, account: Account, around: Surroundings) -> Connection:
    """Return how to reach an account, its key resolved and its address trusted.

    The address is judged before the key is even looked for.

    Raises:
        CallrActionsError: a `${NAME}` is not set, the address may not have the key, there is no key, or
            `operations` is wrong; for `local`, the folder of its state cannot be made.
    """
    from callr_actions.api.connection import Connection  # noqa: PLC0415 - lint and --help never connect
    from callr_actions.api.credentials import Credentials  # noqa: PLC0415
    from callr_actions.api.operations import operations_with  # noqa: PLC0415
    from callr_actions.api.pace import RateLimit  # noqa: PLC0415

    if account.is_local or account.url is None:
        return _local(project, around.masker)
    url = account.url.resolve(around.environ, around.masker).rstrip("/")
    problem = url_problem(url, around.user.allowed_hosts(account.name))
    if problem is not None:
        place = str(account.url.place) if account.url.place else None
        raise CallrActionsError(
            f"`{account.url.key}`: {problem.message}",
            file=place,
            hint=problem.help,
            exit_code=ExitCode.REFUSED,
        )
    sid = None if account.account is None else account.account.resolve(around.environ, around.masker)
    rate = account.rate_limit
    limit = RateLimit() if rate is None else RateLimit(rate, burst=max(1, int(rate)))
    key = api_key(account, around.environ, around.user, around.masker)
    return Connection(
        url=url,
        credentials=Credentials(key, account=sid, masker=around.masker),
        operations=operations_with(project.operations, file=project.shown),
        rate_limit=limit,
        masker=around.masker,
    )


@asynccontextmanager
async def open_client(connection: Connection) -> AsyncIterator[AsyncClient]:
    """Open an async client, as the commands use it.

    The local account is opened with it; at the end, what is due on it is done.

    Raises:
        CallrActionsError: the local account's file cannot be used.
    """
    from callr_actions.api.client import AsyncClient  # noqa: PLC0415

    if connection.local_file is None:
        async with AsyncClient(connection) as client:
            yield client
        return
    from callr_actions.account.embedded import embedded  # noqa: PLC0415 - other accounts never need it

    async with embedded(connection.local_file, worlds=connection.local_worlds) as account:
        found = _signed_in(connection, account)
        async with AsyncClient(found, transport=account.transport) as client:
            yield client


@contextmanager
def open_blocking_client(connection: Connection) -> Iterator[Client]:
    """Open a client that blocks; the local account with it.

    Raises:
        CallrActionsError: the local account's file cannot be used.
    """
    from callr_actions.api.client import Client  # noqa: PLC0415

    if connection.local_file is None:
        with Client(connection) as client:
            yield client
        return
    from callr_actions.account.blocking import BlockingAccount  # noqa: PLC0415

    transport = BlockingAccount(connection.local_file, worlds=connection.local_worlds)
    with Client(_signed_in(connection, transport.account), transport=transport) as client:
        yield client


def _signed_in(connection: Connection, account: Embedded) -> Connection:
    from dataclasses import replace  # noqa: PLC0415

    from callr_actions.api.credentials import Credentials  # noqa: PLC0415

    credentials = Credentials(account.key, masker=connection.masker)
    return replace(connection, url=account.base_url, credentials=credentials)


def _local(project: Project, masker: Masker) -> Connection:
    """Return how to reach the local account: the server that `dev` has started, else in this process."""
    from callr_actions.account.running import running  # noqa: PLC0415
    from callr_actions.api.connection import Connection  # noqa: PLC0415
    from callr_actions.api.credentials import Credentials  # noqa: PLC0415
    from callr_actions.api.edge import unhurried  # noqa: PLC0415
    from callr_actions.api.operations import operations_with  # noqa: PLC0415

    operations = operations_with(project.operations, file=project.shown)
    folder = state_folder(project.root)
    server = running(folder)
    if server is not None:
        return Connection(
            url=server.url,
            credentials=Credentials(server.key, masker=masker),
            operations=operations,
            rate_limit=None,
            masker=masker,
        )
    return Connection(
        url=LOCAL_URL,
        credentials=None,
        operations=operations,
        rate_limit=None,
        masker=masker,
        edge=unhurried(),
        local_file=folder / LOCAL_FILE,
        local_worlds=worlds_of(project),
    )


def worlds_of(project: Project) -> dict[str, Path]:
    """Return the world files that a project names, by the keys and by the names of their scenarios."""
    named = [each for each in project.settings.values() if each.world is not None]
    by_name = {each.name: each.world for each in named if each.name is not None and each.world is not None}
    return by_name | {each.key: each.world for each in named if each.world is not None}
