"""The runs that were started here, so that they can be picked up again.

Which scenario a run is of, and how its end is known, the API does not tell.
`.callr/runs.sqlite3`, readable by its owner only: numbers and variables lie in it. Only so many are kept.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import reason
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.state_folder import make_private_file
from callr_actions.runs.wanted import Expression, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TypeVar

    T = TypeVar("T")

FILE: Final = "runs.sqlite3"
MOST_KEPT: Final = 1_000
_PATIENCE_SECONDS: Final = 5.0
_TABLE: Final = """
create table if not exists runs (
  id integer primary key, run text not null, account text not null, sid text not null, scenario text not null,
  started integer not null, variables text not null, wanted text not null, timeout real,
  outcome text, ended integer
)
"""


class Entry(NamedTuple):
    """A run that was started here.

    Attributes:
        run: its id.
        account: the account's name.
        sid, scenario: its scenario's SID and the name that people know it by.
        started: milliseconds since 1970.
        variables: what it began with.
        wanted: what it is judged by.
        timeout: how long it was to be followed at most, in seconds; None where nothing was said.
        outcome: how the last following ended, as the machine format has it; None while it goes on.
        ended: when that was, milliseconds since 1970.
    """

    run: str
    account: str
    sid: str
    scenario: str
    started: int
    variables: Mapping[str, object]
    wanted: Wanted
    timeout: float | None
    outcome: str | None = None
    ended: int | None = None


class History:
    """The runs that were started in a project.

    Args:
        folder: of the project's state.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    def add(self, entry: Entry) -> None:
        """Keep a run, and forget those that are too many.

        Raises:
            CallrActionsError: the file cannot be used.
        """
        values = (
            entry.run,
            entry.account,
            entry.sid,
            entry.scenario,
            entry.started,
            json.dumps(dict(entry.variables)),
            json.dumps(_plain(entry.wanted)),
            entry.timeout,
        )

        def work(database: sqlite3.Connection) -> None:
            database.execute(
                "insert into runs (run, account, sid, scenario, started, variables, wanted, timeout)"
                " values (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            database.execute(
                "delete from runs where id not in (select id from runs order by id desc limit ?)",
                (MOST_KEPT,),
            )

        self._with(work)

    def note(self, run: str, account: str, outcome: str, at: int) -> None:
        """Write down how the following of a run ended; nothing happens for one that is not kept.

        Args:
            run: its id.
            account: the account's name.
            outcome: as the machine format has it.
            at: milliseconds since 1970.

        Raises:
            CallrActionsError: the file cannot be used.
        """
        self._with(
            lambda database: database.execute(
                "update runs set outcome = ?, ended = ? where run = ? and account = ?",
                (outcome, at, run, account),
            )
        )

    def find(self, run: str) -> tuple[Entry, ...]:
        """Return the runs of an id, the latest first; two accounts may give the same id.

        Raises:
            CallrActionsError: the file cannot be used.
        """
        return self._entries("where run = ? order by id desc", run)

    def latest(self, limit: int, account: str | None = None) -> tuple[Entry, ...]:
        """Return the runs that were started last, the latest first.

        Args:
            limit: how many at most.
            account: of this account only.

        Raises:
            CallrActionsError: the file cannot be used.
        """
        return self._entries("where account = ?1 or ?1 is null order by id desc limit ?2", account, limit)

    def _entries(self, rest: str, *values: object) -> tuple[Entry, ...]:
        if not self._file.exists():
            return ()

        def work(database: sqlite3.Connection) -> list[Any]:
            columns = "run, account, sid, scenario, started, variables, wanted, timeout, outcome, ended"
            return database.execute(f"select {columns} from runs {rest}", values).fetchall()  # noqa: S608 - our own

        return tuple(_entry(row) for row in self._with(work))

    def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in one transaction."""
        try:
            make_private_file(self._file)
            with closing(sqlite3.connect(self._file, timeout=_PATIENCE_SECONDS)) as database, database:
                database.execute("begin immediate")
                database.execute(_TABLE)
                return work(database)
        except (OSError, sqlite3.Error, ValueError) as error:
            said = reason(error) if isinstance(error, OSError) else str(error)
            raise CallrActionsError(
                f"the history of runs cannot be used: {said}",
                file=str(self._file),
                hint="move it away to begin a new one; runs themselves are not touched by that",
            ) from error


def _entry(row: tuple[Any, ...]) -> Entry:
    run, account, sid, scenario, started, variables, wanted, timeout, outcome, ended = row
    return Entry(
        run,
        account,
        sid,
        scenario,
        started,
        json.loads(variables),
        _wanted(json.loads(wanted)),
        timeout,
        outcome,
        ended,
    )


def _plain(wanted: Wanted) -> dict[str, Any]:
    return {
        "until": wanted.until,
        "until_set": wanted.until_set,
        "fail_if": wanted.fail_if,
        "outputs": dict(wanted.outputs),
    }


def _wanted(plain: Mapping[str, Any]) -> Wanted:
    def expression(parts: list[str] | None) -> Expression | None:
        return None if parts is None else Expression(*parts)

    return Wanted(
        expression(plain["until"]),
        plain["until_set"],
        expression(plain["fail_if"]),
        {name: Expression(*parts) for name, parts in plain["outputs"].items()},
    )
