"""What came of each row, read out one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.runs.batch.ledger import Ledger


class Result(NamedTuple):
    """A row and what came of it.

    Attributes:
        outcome: how it ended; its state where it has not.
        why: what the outcome does not say; None where it says all.
        run: the run's id.
        attempts: how many starts were tried.
        started, ended: RFC 3339; None for not yet.
        seconds: from start to end, as far as polling can tell.
        variables: what the run started with, and over it what it ended with.
    """

    line: int
    outcome: str
    why: str | None
    run: str | None
    attempts: int
    started: str | None
    ended: str | None
    seconds: float | None
    variables: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return it as the machine formats have it."""
        return dict(self._asdict())


_SQL = (
    "select line, coalesce(outcome, state), why, run, attempts, started, ended, variables, result"
    " from rows order by id"
)


def results(ledger: Ledger) -> Iterator[Result]:
    """Yield every row in the order of the input."""
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    for line, outcome, why, run, attempts, started, ended, given, result in ledger.query(_SQL):
        variables = decode(given)
        if result is not None:
            variables |= decode(result)
        seconds = round(ended - started, 3) if started is not None and ended is not None else None
        yield Result(line, outcome, why, run, attempts, _at(started), _at(ended), seconds, variables)


def variable_names(ledger: Ledger) -> list[str]:
    """Return the names of all variables in the results, in the order in which they come up."""
    names: dict[str, None] = {}
    for result in results(ledger):
        names.update(dict.fromkeys(result.variables))
    return list(names)


def _at(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
