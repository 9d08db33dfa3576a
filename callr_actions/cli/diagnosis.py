"""What `doctor` looks at, each as a check that says what it found."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from callr_actions.cli.project import find_project
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.masking import MASK
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.api.connection import Connection
    from callr_actions.cli.project import FoundProject
    from callr_actions.project.project import Account, Project
    from callr_actions.targets import Surroundings

State = Literal["ok", "warning", "broken", "skipped"]
_LIBRARIES = ("click", "httpx", "msgspec", "jsonschema-rs", "quickjs-ng", "tree-sitter")
_SECONDS = 10.0


class Check(NamedTuple):
    """One thing that was looked at.

    Attributes:
        name: what it is, such as `account staging`.
        state: how it is; only `broken` makes the whole program unfit.
        text: what was found.
        hint: what to do about it.
    """

    name: str
    state: State
    text: str
    hint: str | None = None


def diagnose(project_file: str | None, named: str | None, *, offline: bool) -> Iterator[Check]:
    """Look at everything, one after the other.

    Args:
        project_file: the file behind `--project`.
        named: the account behind `--account`; None looks at each.
        offline: whether to send nothing.
    """
    yield _versions()
    try:
        found = find_project(project_file)
    except CallrActionsError as error:
        yield _broken("project file", error)
        return
    yield _project(found)
    yield _schema(found)
    from callr_actions.targets import surroundings

    try:
        around = surroundings(MASKER)
    except CallrActionsError as error:
        yield _broken("user configuration", error)
        return
    there = "" if around.user.file.exists() else ", which does not exist"
    yield Check("user configuration", "ok", f"{around.user.file}{there}")
    if not found.broken:
        yield from _accounts(found, around, named, offline=offline)


def _versions() -> Check:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from callr_actions.version import __version__

    shown = []
    for library in _LIBRARIES:
        try:
            shown.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            hint = "install the program again: pip install --force-reinstall callr-actions"
            return Check("versions", "broken", f"{library} is not installed", hint)
    python = f"Python {platform.python_version()} on {platform.system()}"
    return Check("versions", "ok", f"callr-actions {__version__}, {python}; {', '.join(shown)}")


def _project(found: FoundProject) -> Check:
    if found.file is None:
        return Check("project file", "ok", "none here or above; one is not needed to lint")
    if found.broken:
        hint = f"`callr-actions lint {found.project.shown}` shows what is wrong"
        return Check("project file", "broken", f"{found.file} has errors, so nothing in it counts", hint)
    return Check("project file", "ok", str(found.file))


def _schema(found: FoundProject) -> Check:
    schema = found.project.schema
    if schema is None:
        return Check("schema", "ok", "the facts that come with this program; none of Callr's is adopted")
    from callr_actions.language.adopted.load import load_schema

    shown = Path(os.path.relpath(schema)).as_posix()
    try:
        load_schema(schema, shown)
    except CallrActionsError as error:
        return _broken("schema", error)
    return Check("schema", "ok", f"{shown}, adopted")


def _accounts(
    found: FoundProject, around: Surroundings, named: str | None, *, offline: bool
) -> Iterator[Check]:
    from callr_actions.project.project import ENVIRONMENT
    from callr_actions.targets import CALLR_API_KEY, choose_account

    project = found.project
    try:
        meant = choose_account(project, named, around)
    except CallrActionsError as error:
        yield _broken("default account", error)
        return
    yield (
        Check("default account", "ok", f"`{meant.name}`, when no --account is given")
        if named is None
        else (Check("account meant", "ok", f"`{meant.name}`"))
    )
    accounts = dict(project.accounts)
    if meant.name == ENVIRONMENT or named is not None:
        accounts = {meant.name: meant}
    elif around.environ.get(CALLR_API_KEY):
        accounts[ENVIRONMENT] = choose_account(project, ENVIRONMENT, around)
    for account in accounts.values():
        yield _account(found, account, around, meant=account.name == meant.name, offline=offline)


def _account(
    found: FoundProject, account: Account, around: Surroundings, *, meant: bool, offline: bool
) -> Check:
    from callr_actions.api_keys import find_key
    from callr_actions.targets import connect

    name = f"account {account.name}"
    if account.is_local:
        return _local(name, found.project, account, around, offline=offline)
    try:
        connection = connect(found.project, account, around)
        key = find_key(account, around.environ, around.user, MASKER)
    except CallrActionsError as error:
        # A developer's machine rarely has every account's key.
        missing = error.exit_code is ExitCode.AUTHENTICATION and not meant
        return _broken(name, error)._replace(state="warning" if missing else "broken")
    protected = "protected" if account.protected else "not protected"
    text = f"{connection.url}, {protected}, key {MASK} ({len(key.key)} characters) from {key.source}"
    if offline:
        return Check(name, "ok", f"{text}; not asked")
    try:
        took = _ping(connection)
    except CallrActionsError as error:
        return _broken(name, error)._replace(text=f"{text}; {error}")
    return Check(name, "ok", f"{text}; answered after {took * 1000:.0f} ms")


def _local(name: str, project: Project, account: Account, around: Surroundings, *, offline: bool) -> Check:
    from callr_actions.account.running import running
    from callr_actions.project.state_folder import STATE_FOLDER
    from callr_actions.targets import LOCAL_FILE, connect

    folder = project.root / STATE_FOLDER
    server = running(folder)
    if server is not None:
        text = f"served at {server.url} by process {server.pid}"
    elif (folder / LOCAL_FILE).exists():
        text = f"in this program, kept in {STATE_FOLDER}/{LOCAL_FILE}"
    else:
        return Check(name, "ok", "in this program; nothing has used it here yet")
    if offline:
        return Check(name, "ok", f"{text}; not asked")
    try:
        took = _ping(connect(project, account, around))
    except CallrActionsError as error:
        return _broken(name, error)._replace(text=f"{text}; {error}")
    return Check(name, "ok", f"{text}; answered after {took * 1000:.0f} ms")


def _ping(connection: Connection) -> float:
    """Ask for a sign of life, once, and return the seconds that it took.

    Raises:
        CallrActionsError: there was none.
    """
    from dataclasses import replace

    from callr_actions.api.connection import Timeouts
    from callr_actions.api.resources import system
    from callr_actions.api.retries import RetryPolicy
    from callr_actions.targets import open_blocking_client

    hasty = replace(
        connection, retries=RetryPolicy(retries=0), timeouts=Timeouts(_SECONDS, _SECONDS, _SECONDS)
    )
    with open_blocking_client(hasty) as client:
        started = connection.edge.clock()
        client.send(system.ping())
        return connection.edge.clock() - started


def _broken(name: str, error: CallrActionsError) -> Check:
    return Check(name, "broken", str(error), error.hint)
