"""What is known of each row, in an SQLite file beside the input: the memory that outlives a kill.

Invariants, held whatever ends the process and wherever:

1. A request for a row leaves only after the row is `starting` on the disk (`record` returns after the sync).
2. A row leaves `starting` only by what its own request came to. Opening the file makes what is still starting
   `uncertain`; nothing but `retry_uncertain` makes that `waiting` again.
3. Only `waiting` rows are handed out. With 1 and 2: a row is started at most once unless the user asks for
   more.
4. One process at a time: it holds the lock from `open` to `close`, and the system takes it back with the
   process.
5. The rows are those of one input, one account and one scenario, as they were when the first of them was
   loaded; later only rows behind them may have come. All rows of a loading are there, or none.

`states.py` has the states and the ways between them; `tables.py` lets the database refuse any other.
"""

from __future__ import annotations

import sqlite3
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Self

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.runs.batch.kept_rows import StartedRow, WaitingRow
from callr_actions.runs.batch.opening import connect, lock
from callr_actions.runs.batch.states import Change, Doubted, Ended, Returned, Started, Starting
from callr_actions.runs.batch.tables import SCHEMA, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from callr_actions.runs.batch.kept_rows import NewRow

_LOST_PROCESS: Final = "the program ended before the account's answer was written down"
_SQL: Final[dict[type, str]] = {
    Starting: "update rows set state = 'starting', attempts = attempts + 1 where id = ?",
    Returned: "update rows set state = 'waiting' where id = ?",
    Started: "update rows set state = 'started', run = ?2, started = ?3 where id = ?1",
    Doubted: "update rows set state = 'uncertain', why = ?2 where id = ?1",
    Ended: (
        "update rows set state = 'ended', outcome = ?2, ended = ?3, why = nullif(?4, ''), result = ?5"
        " where id = ?1"
    ),
}


class Ledger:
    """The open file. `record` may be called from another thread than the rest.

    Args:
        path: the file; made where there is none.
        watching: whether to read only: no lock is taken and nothing is changed.

    Raises:
        CallrActionsError: another process works on it, it is none, or a newer program wrote it.
    """

    def __init__(self, path: Path, *, watching: bool = False) -> None:
        self.path = path
        self._lock: sqlite3.Connection | None = None
        try:
            if not watching:
                self._lock = lock(path)
            self._writer = connect(path)
            self._reader = connect(path)
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            self.close()
            raise self._unusable(error) from error
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        version = self._writer.execute("pragma user_version").fetchone()[0]
        if version == 0:
            self._writer.executescript(f"begin immediate; {SCHEMA} commit")
        elif version > VERSION:
            raise CallrActionsError(
                "a newer version of callr-actions wrote it", file=str(self.path), hint="use that version"
            )
        if self._lock is not None:
            self._writer.execute(
                "update rows set state = 'uncertain', why = ? where state = 'starting'", (_LOST_PROCESS,)
            )

    # What holds for all rows.

    def fact(self, name: str) -> Any:  # noqa: ANN401 - a text or a number
        """Return what is kept under a name, None for nothing."""
        row = self._reader.execute("select value from facts where name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def set_fact(self, name: str, value: str | float | None) -> None:
        """Keep a value under a name; also from a process that only watches."""
        self._writer.execute("insert or replace into facts values (?, ?)", (name, value))

    # Loading.

    def load(self, rows: Iterable[NewRow], facts: dict[str, str | float | None]) -> int:
        """Add rows, and what is known of their input, at once or not at all; return how many.

        Raises:
            CallrActionsError: the disk is full.
            Exception: whatever `rows` raises; nothing is added then.
        """
        write = self._writer
        zones: dict[str, int] = {}
        count = 0

        def values() -> Iterator[tuple[Any, ...]]:
            nonlocal count
            for row in rows:
                zone = zones.get(row.zone)
                if zone is None:
                    zone = zones[row.zone] = self._zone(row.zone)
                count += 1
                yield row.line, zone, row.number, row.same, row.variables

        try:
            write.execute("begin immediate")
            try:
                write.executemany(
                    "insert into rows (line, zone, number, same, variables) values (?, ?, ?, ?, ?)", values()
                )
                write.execute(_SKIP_DUPLICATES)
                write.executemany("insert or replace into facts values (?, ?)", facts.items())
                write.execute("commit")
            except BaseException:
                if write.in_transaction:
                    write.execute("rollback")
                raise
            write.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return count

    def clear(self) -> None:
        """Forget all rows; only as long as nothing was sent for any."""
        self._writer.execute("delete from rows")

    def skip_numbers(self, numbers: Iterable[int]) -> int:
        """Skip the waiting rows that call one of these numbers; return how many there were."""
        write = self._writer
        write.execute("create temp table if not exists blocked (number integer primary key)")
        write.execute("begin immediate")
        try:
            write.execute("delete from blocked")
            write.executemany("insert or ignore into blocked values (?)", ((number,) for number in numbers))
            found = write.execute(
                "update rows set state = 'skipped', why = 'do-not-call' where state = 'waiting'"
                " and number in (select number from blocked)"
            ).rowcount
            write.execute("commit")
        except BaseException:
            write.execute("rollback")
            raise
        return found

    def cancel_waiting(self) -> int:
        """Skip every row that waits; return how many there were."""
        sql = "update rows set state = 'skipped', why = 'cancelled' where state = 'waiting'"
        return self._writer.execute(sql).rowcount

    def retry_uncertain(self) -> int:
        """Let uncertain rows wait again, because the user says so; return how many there were."""
        return self._writer.execute("update rows set state = 'waiting' where state = 'uncertain'").rowcount

    def _zone(self, names: str) -> int:
        self._writer.execute("insert or ignore into zones (names) values (?)", (names,))
        return int(self._writer.execute("select id from zones where names = ?", (names,)).fetchone()[0])

    # Working.

    def record(self, changes: Sequence[Change]) -> None:
        """Write changes in their order, in one transaction; on return they are on the disk.

        Raises:
            CallrActionsError: the disk is full, or a change is none that the state of its row allows.
        """
        write = self._writer
        try:
            write.execute("begin immediate")
            try:
                for kind, some in groupby(changes, type):
                    write.executemany(_SQL[kind], some)
                write.execute("commit")
            except BaseException:
                if write.in_transaction:
                    write.execute("rollback")
                raise
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def waiting_zones(self) -> dict[int, tuple[str, ...]]:
        """Return the time zones in which rows wait: their id and their names."""
        sql = (
            "select id, names from zones where exists"
            " (select 1 from rows where rows.zone = zones.id and state = 'waiting')"
        )
        return {number: tuple(names.split()) for number, names in self._reader.execute(sql)}

    def waiting(self, zone: int, after: int, most: int) -> list[WaitingRow]:
        """Return the next rows of a zone that wait, in the order of the input."""
        sql = (
            "select id, line, variables from rows where state = 'waiting' and zone = ? and id > ?"
            " order by id limit ?"
        )
        return [WaitingRow(*row) for row in self._reader.execute(sql, (zone, after, most))]

    def started(self) -> list[StartedRow]:
        """Return the rows whose runs are under way."""
        sql = "select id, line, run, started, variables from rows where state = 'started' order by id"
        return [StartedRow(*row) for row in self._reader.execute(sql)]

    # Looking.

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many rows there are of each state and outcome; of skipped ones by their reason."""
        sql = (
            "select state, case state when 'skipped' then why else coalesce(outcome, '') end, count(*)"
            " from rows group by 1, 2"
        )
        return {(state, what): count for state, what, count in self._reader.execute(sql)}

    def query(self, sql: str, *values: object) -> sqlite3.Cursor:
        """Return the rows of a query, read as they are asked for."""
        return self._reader.execute(sql, values)

    def close(self) -> None:
        """Close the file and give the lock back."""
        for connection in (
            getattr(self, "_reader", None),
            getattr(self, "_writer", None),
            self._lock,
        ):
            if connection is not None:
                connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _unusable(self, error: OSError | sqlite3.Error) -> CallrActionsError:
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return CallrActionsError(
            f"the batch's state cannot be used: {said.lower()}",
            file=str(self.path),
            hint="nothing more was sent; mend it (a full disk, permissions) and give the same command again",
            exit_code=ExitCode.REFUSED,
        )


_SKIP_DUPLICATES: Final = """
update rows set state = 'skipped', why = 'duplicate' where state = 'waiting' and id in (
  select id from (
    select id, row_number() over (partition by same order by id) as n from rows where same is not null
  ) where n > 1
)
"""
