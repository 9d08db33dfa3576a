"""From the input into the ledger: every row checked, and all of them there or none."""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.batch.checks import RowCheck, looks_like_number
from callr_actions.runs.batch.read import Reading, open_rows
from callr_actions.runs.batch.rows import BadRow, Row
from callr_actions.runs.batch.source import Fingerprint, fingerprint, require_file
from callr_actions.runs.batch.windows import FROM_NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from callr_actions.runs.batch.checks import Demands
    from callr_actions.runs.batch.columns import Columns
    from callr_actions.runs.batch.csv_rows import CsvRows
    from callr_actions.runs.batch.json_rows import JsonRows
    from callr_actions.runs.batch.kept_rows import NewRow
    from callr_actions.runs.batch.ledger import Ledger

MOST_LISTED: Final = 1000
_NEWS_EVERY: Final = 1000
# Enough to find the number where a few rows have a bad one.
_LOOKED_AT: Final = 20
_SIZE, _DIGEST, _NUMBER, _SETTINGS = "size", "digest", "number", "settings"


class Input(NamedTuple):
    """An input and how it is read.

    Attributes:
        path: the file.
        shown: how the user calls it.
        how: what the user says about its format.
        columns: the way to variables.
        demands: what its rows have to meet; a number that is not named is found in the first rows.
        now: seconds since 1970.
    """

    path: Path
    shown: str
    how: Reading
    columns: Columns
    demands: Demands
    now: float

    def settings(self) -> str:
        """Return what decides how rows become what is kept of them, as text to compare."""
        columns, demands = self.columns, self.demands
        parts = {
            "--map": {column: list(goal) for column, goal in columns.explicit.items()},
            "--var": dict(columns.constants),
            "--number": demands.number,
            "--region": demands.region,
            "--unique": demands.unique,
            "--allow-duplicates": demands.duplicates,
            "--time-zone": demands.windows.zone if demands.windows.windows else None,
        }
        return json.dumps(parts, sort_keys=True)


class Loaded(NamedTuple):
    """What a loading came to.

    Attributes:
        new: how many rows were added.
        number: the variable that holds the phone number; None where none does.
        unsent: the columns that become no variable.
        unknown: the variables that the scenario does not have.
    """

    new: int
    number: str | None
    unsent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class BadRowsError(CallrActionsError):
    """Rows that nothing can be started with; nothing was started.

    Attributes:
        rows: the first thousand.
        count: how many there are in all.
    """

    def __init__(self, shown: str, rows: list[BadRow], count: int, good: int) -> None:
        self.rows = rows
        self.count = count
        verb = "row is" if count == 1 else "rows are"
        super().__init__(
            f"{count:,} of {count + good:,} {verb} not good; nothing was started",
            file=shown,
            hint="mend them and give the same command again",
            exit_code=ExitCode.FINDINGS,
        )


def load_input(given: Input, ledger: Ledger, progress: Callable[[int], None] = lambda _: None) -> Loaded:
    """Bring the ledger up to the input: all rows the first time, later those that came behind them.

    As long as nothing was sent, an input that changed is read anew.

    Raises:
        BadRowsError: with every row that is not good.
        CallrActionsError: the input cannot be read, or rows that are known have changed.
    """
    require_file(given.path, given.shown)
    before = fingerprint(given.path, given.shown)
    known = _known(ledger)
    skip = 0
    if known is not None and _untouched(ledger):
        ledger.clear()
    elif known is not None:
        _require_same_settings(given, ledger.fact(_SETTINGS))
        if known == before:
            return Loaded(0, ledger.fact(_NUMBER))
        _require_same_start(given, known, before)
        skip = int(ledger.query("select count(*) from rows").fetchone()[0])
    with open_rows(given.path, given.shown, given.how) as rows:
        if rows.columns is not None:
            given.columns.check(rows.columns, given.shown)
        loader = _Loader(given, rows, ledger.fact(_NUMBER) if skip else given.demands.number, progress)
        facts: dict[str, str | float | None] = {
            _SIZE: before.size,
            _DIGEST: before.digest,
            _SETTINGS: given.settings(),
        }
        new = ledger.load(loader.rows(skip), facts)
    if fingerprint(given.path, given.shown) != before:
        raise CallrActionsError(
            "changed while it was read; nothing was started",
            file=given.shown,
            hint="wait until it is written, and give the same command again",
        )
    ledger.set_fact(_NUMBER, loader.number)
    columns = rows.columns or loader.seen
    return Loaded(
        new, loader.number, tuple(given.columns.unsent(columns)), tuple(given.columns.unknown(columns))
    )


class _Loader:
    """One reading of an input."""

    def __init__(
        self, given: Input, rows: CsvRows | JsonRows, number: str | None, progress: Callable[[int], None]
    ) -> None:
        self._given = given
        self._source = rows
        self._progress = progress
        self.number = number
        self.seen: tuple[str, ...] = ()

    def rows(self, skip: int) -> Iterator[NewRow]:
        """Yield what is kept of each row behind the first `skip`, which are known.

        Raises:
            BadRowsError: at the end, with every row that is not good; nothing may be kept then.
        """
        shown = self._given.shown
        source = iter(self._source)
        first = list(islice(source, _LOOKED_AT))
        if not first:
            raise CallrActionsError("has no rows", file=shown)
        if self.number is None and not skip:
            self.number = self._find_number([row for row in first if isinstance(row, Row)])
        demands = self._given.demands._replace(number=self.number)
        check = RowCheck(self._given.columns, demands, self._given.now)
        bad: list[BadRow] = []
        count = good = 0
        seen: dict[str, None] = {}
        gather = self._source.columns is None
        for at, row in enumerate(chain(first, source)):
            if at % _NEWS_EVERY == 0:
                self._progress(at)
            if at < skip:
                continue
            if gather and isinstance(row, Row):
                seen.update(dict.fromkeys(row.cells))
            result = check(row) if isinstance(row, Row) else row
            if isinstance(result, BadRow):
                count += 1
                if len(bad) < MOST_LISTED:
                    bad.append(result)
            else:
                good += 1
                if not count:
                    yield result
        self.seen = tuple(seen)
        if count:
            raise BadRowsError(shown, bad, count, good)

    def _find_number(self, rows: list[Row]) -> str | None:
        """Return the variable that holds a phone number in one of the first rows.

        Raises:
            CallrActionsError: it has to be known, and none or several do.
        """
        columns, demands = self._given.columns, self._given.demands
        cells = (cell for row in rows for cell in row.cells.items() if looks_like_number(cell[1]))
        names = dict.fromkeys(columns.goal(column).variable for column, _ in cells)
        found = [name for name in names if name is not None]
        if len(found) == 1:
            return found[0]
        if demands.windows.windows and demands.windows.zone == FROM_NUMBER:
            several = f"several do: {', '.join(found)}" if found else "none does in the first rows"
            raise CallrActionsError(
                f"--time-zone {FROM_NUMBER} needs the variable that holds the phone number, and {several}",
                file=self._given.shown,
                hint="name it: --number '$phone'",
            )
        return None


def _known(ledger: Ledger) -> Fingerprint | None:
    digest = ledger.fact(_DIGEST)
    return None if digest is None else Fingerprint(ledger.fact(_SIZE), digest)


def _untouched(ledger: Ledger) -> bool:
    """Return whether nothing was ever sent for any row."""
    sql = "select not exists (select 1 from rows where attempts > 0)"
    return bool(ledger.query(sql).fetchone()[0])


def _require_same_settings(given: Input, known: str) -> None:
    now, before = json.loads(given.settings()), json.loads(known)
    changed = [option for option, value in now.items() if value != before[option]]
    if changed:
        raise CallrActionsError(
            f"{' and '.join(changed)} would be other than when the batch began, and rows were started",
            file=given.shown,
            hint="give the options it began with, or start a new batch with another file",
            exit_code=ExitCode.REFUSED,
        )


def _require_same_start(given: Input, known: Fingerprint, now: Fingerprint) -> None:
    if (
        now.size < known.size
        or fingerprint(given.path, given.shown, most=known.size) != known
        or not _line_ends_at(given.path, known.size)
    ):
        raise CallrActionsError(
            "its rows have changed since the batch began, and some of them were started",
            file=given.shown,
            hint="put the old rows back (rows may be added at the end), or begin with another file",
            exit_code=ExitCode.REFUSED,
        )


def _line_ends_at(path: Path, size: int) -> bool:
    """Return whether what was added begins a line of its own, in whichever encoding."""
    with path.open("rb") as file:
        file.seek(max(0, size - 2))
        around = file.read(4)
    return b"\n" in around or b"\r" in around
