"""Where the names that a shell offers come from: files, a cache of a minute, the account."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from callr_actions.cli.completion_cache import CompletionCache
from callr_actions.cli.project import find_project
from callr_actions.cli.session import MASKER
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.api.connection import Connection
    from callr_actions.project.project import Project

Names = list[tuple[str, str]]
_MOST = 100


class Source(NamedTuple):
    """A list of the account whose things can be named.

    Attributes:
        resource: the module in `api/resources` whose `search` lists them.
        name, text: the fields that are the name and what a shell shows beside it.
    """

    resource: str
    name: str
    text: str


SOURCES = {
    "scenarios": Source("scenarios", "sid", "name"),
    "numbers": Source("numbers", "e164", "country"),
    "audio": Source("audio_files", "sid", "name"),
    "messages": Source("sms", "sid", "to"),
    "webhooks": Source("webhooks", "sid", "endpoint"),
    "recordings": Source("recordings", "sid", "callee"),
    "end-users": Source("end_users", "sid", "name"),
}


def names_of(kind: str, account: str | None, project_file: str | None) -> Names:
    """Return the names of one kind, each with a word on it.

    Args:
        kind: `keys` or one of `SOURCES`.
        account: the name behind `--account`, so far.
        project_file: the file behind `--project`, so far.

    Raises:
        CallrActionsError: whatever keeps the account from answering.
    """
    project = find_project(project_file).project
    if kind == "keys":
        return _keys(project)
    from callr_actions.project.state_folder import STATE_FOLDER
    from callr_actions.project.user_config import UserAccount, load_user_config, user_config_file
    from callr_actions.targets import LOCAL_FILE, Surroundings, choose_account, connect

    user = load_user_config(user_config_file(os.environ, sys.platform), os.environ)
    # Who presses TAB does not want to be asked for the pass phrase of a password store.
    quiet = {
        name: UserAccount(allow_hosts=each.allow_hosts, api_key_command=())
        for name, each in user.accounts.items()
    }
    around = Surroundings(os.environ, user._replace(accounts=quiet), MASKER, interactive=False)
    chosen = choose_account(project, account, around)
    unused = chosen.is_local and not (project.root / STATE_FOLDER / LOCAL_FILE).exists()
    if unused or (chosen.api_key is None and not chosen.is_local):
        return []
    connection = connect(project, chosen, around)
    cache = (
        None
        if project.file is None or chosen.is_local
        else CompletionCache(project.root, chosen.name, connection.url)
    )
    known = None if cache is None else cache.read(kind)
    if known is not None:
        return known
    names = _asked(SOURCES[kind], connection)
    if cache is not None:
        cache.write(kind, names)
    return names


def _keys(project: Project) -> Names:
    from callr_actions.project.discovery import discover

    found = discover(project.root, project.scenarios, base=project.root)
    return [(each.key, project.settings_of(each.key).shown_name) for each in found.scenarios]


def _asked(source: Source, connection: Connection) -> Names:
    from dataclasses import replace
    from importlib import import_module

    from callr_actions.api.models.json import to_builtins
    from callr_actions.api.retries import RetryPolicy
    from callr_actions.targets import open_blocking_client

    search: Callable[[], Any] = import_module(f"callr_actions.api.resources.{source.resource}").search
    with open_blocking_client(replace(connection, retries=RetryPolicy(retries=0))) as client:
        page = client.send(search().page())
    hits = to_builtins(page.hits)
    assert isinstance(hits, list)
    return [(_shown(each[source.name]), _shown(each[source.text])) for each in hits[:_MOST]]


def _shown(value: object) -> str:
    return printable(MASKER.mask(str(value))).replace("\n", " ")
