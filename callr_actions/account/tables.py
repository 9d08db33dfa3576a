"""Each store's tables, made and changed in numbered steps: an older file opens with a newer program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


class Tables(NamedTuple):
    """What one store keeps.

    Attributes:
        name: the store's name, for ever.
        steps: SQL scripts; each is run once, in order. A step that was released is never changed: add one.
        contents: the tables in an order in which rows can be put in; exports and resets go by it.
    """

    name: str
    steps: tuple[str, ...]
    contents: tuple[str, ...]


_VERSIONS = "create table if not exists store_versions (name text primary key, version integer not null)"


def migrate(connection: sqlite3.Connection, stores: Sequence[Tables], file: str) -> None:
    """Bring every store's tables to this program's version, all or none.

    Several processes may do so at once: each looks again when its turn to write has come.

    Raises:
        CallrActionsError: the file was written by a newer program.
    """
    if _missing(connection, stores, file):
        connection.execute("begin immediate")
        try:
            connection.execute(_VERSIONS)
            for name, version, step in _missing(connection, stores, file):
                for statement in _statements(step):
                    connection.execute(statement)
                connection.execute("insert or replace into store_versions values (?, ?)", (name, version))
            connection.execute("commit")
        except BaseException:
            connection.execute("rollback")
            raise


def _missing(
    connection: sqlite3.Connection, stores: Sequence[Tables], file: str
) -> list[tuple[str, int, str]]:
    known = connection.execute("select 1 from sqlite_master where name = 'store_versions'").fetchone()
    versions = dict(connection.execute("select name, version from store_versions")) if known else {}
    missing = []
    for store in stores:
        have = versions.get(store.name, 0)
        if have > len(store.steps):
            raise CallrActionsError(
                "this local account was written by a newer version of callr-actions",
                file=file,
                hint="update callr-actions, or move the file away to start with an empty account",
            )
        missing += [(store.name, have + at + 1, step) for at, step in enumerate(store.steps[have:])]
    return missing


def _statements(script: str) -> list[str]:
    # A statement ends with a semicolon at the end of a line that is not indented: triggers hold others.
    return [each for each in (part.strip() for part in script.split("\n;\n")) if each]


def tally(table: str) -> str:
    """Return the triggers that keep the number of rows of each account in `tallies`.

    Counting 100,000 rows takes milliseconds; a first page must not.
    """
    return "\n;\n".join(
        f"create trigger {table}_{event} after {event} on {table} begin "  # noqa: S608 - our own names
        f"insert into tallies values ({row}.account, '{table}', {by}) "
        f"on conflict do update set n = n + {by}; end"
        for event, row, by in (("insert", "new", 1), ("delete", "old", -1))
    )
