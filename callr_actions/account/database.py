"""The account's file: SQLite with a write-ahead log, one connection, one transaction for each request.

Several processes may have it open at once: readers see the last commit and wait for nobody, writers take
turns (`begin immediate`), so no transaction fails half-way because another was quicker. A commit is in the
operating system's hands before the request is answered: killing the process loses nothing that was
acknowledged. (A power cut may lose the last moments; waiting for the disk would make writes forty times
slower.)
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from callr_actions.account.problem import Problem
from callr_actions.account.tables import Tables, migrate
from callr_actions.errors import CallrActionsError
from callr_actions.project.state_folder import make_private_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_PATIENCE_SECONDS = 20.0
_PRAGMAS = (
    "pragma journal_mode = wal",
    "pragma synchronous = normal",
    "pragma foreign_keys = on",
    "pragma cache_size = -8000",
    "pragma temp_store = memory",
    # Each checkpoint waits for the disk; 16 MiB of log are four times fewer of them than usual.
    "pragma wal_autocheckpoint = 4000",
)
TABLES = Tables(
    "account",
    (
        """
create table settings (name text primary key, value) without rowid
;
create table counters (name text primary key, n integer not null) without rowid
;
create table tallies (
  account integer, name text, n integer not null, primary key (account, name)
) without rowid
""",
    ),
    ("settings", "counters"),
)


class Database:
    """The open file.

    Args:
        path: where it is; None for one in memory that goes with the process.
        stores: the tables of every resource.

    Raises:
        CallrActionsError: the file cannot be opened, is no database, or was written by a newer program.
    """

    def __init__(self, path: Path | None, stores: Sequence[Tables]) -> None:
        self.path = path
        self._file = ":memory:" if path is None else str(path)
        try:
            if path is not None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                make_private_file(path)
            # Threads: an in-process client may run its event loop in another thread than it was made in.
            self._connection = sqlite3.connect(
                self._file, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            for pragma in _PRAGMAS:
                self._connection.execute(pragma)
            migrate(self._connection, (TABLES, *stores), self._file)
        except OSError as error:
            raise CallrActionsError(
                f"the local account's file cannot be opened: {error.strerror}",
                file=self._file,
                hint="check the folder's permissions",
            ) from error
        except sqlite3.Error as error:
            raise CallrActionsError(
                f"the local account's file cannot be used: {error}",
                file=self._file,
                hint="move it away to start with an empty account",
            ) from error
        self.run = self._connection.execute
        self.run_many = self._connection.executemany

    @contextmanager
    def transaction(self, *, writes: bool) -> Iterator[None]:
        """Do everything inside at once or not at all; reads see one moment.

        Raises:
            Problem: 503 when another program holds the file for too long.
        """
        try:
            self.run("begin immediate" if writes else "begin")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            reason = (
                f"another program has been writing to the account's file for {_PATIENCE_SECONDS:g} seconds"
            )
            raise Problem(503, f"{reason}; try again", headers=(("retry-after", "1"),)) from error
        try:
            yield
            self.run("commit")
        except BaseException:
            # SQLite may have rolled back by itself, for a full disk.
            if self._connection.in_transaction:
                self.run("rollback")
            raise

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:  # noqa: ANN401 - what SQLite takes
        """Return the first row of a query, None for no row."""
        found: sqlite3.Row | None = self.run(sql, values).fetchone()
        return found

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:  # noqa: ANN401 - what SQLite takes
        """Return every row of a query."""
        return self.run(sql, values).fetchall()

    def count(self, name: str) -> int:
        """Return the next number of a counter that is kept in the file: 1, then 2, then 3."""
        row = self.row(
            "insert into counters values (?, 1) on conflict do update set n = n + 1 returning n", name
        )
        assert row is not None
        return int(row[0])

    def setting(self, name: str) -> Any:  # noqa: ANN401 - a number or a text
        """Return what is kept under a name, None for nothing."""
        row = self.row("select value from settings where name = ?", name)
        return None if row is None else row[0]

    def set(self, name: str, value: float | str | None) -> None:
        """Keep a value under a name."""
        self.run("insert or replace into settings values (?, ?)", (name, value))

    def tally(self, account: int, table: str) -> int:
        """Return how many rows of a table are the account's."""
        row = self.row("select n from tallies where account = ? and name = ?", account, table)
        return 0 if row is None else int(row[0])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
