"""How a batch stands, in words: how many rows of each outcome, and the first that went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.cli.session import MASKER
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.batch.states import GOOD, State
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.runs.batch.ledger import Ledger

_MOST_NAMED: Final = 10
_ORDER: Final = (
    "reached",
    "started",
    "failed",
    "timed-out",
    "refused",
    "lost",
    "unreachable",
    "cancelled",
    "uncertain",
    "under way",
    "waiting",
    "skipped",
)


class Standing(NamedTuple):
    """How many rows there are.

    Attributes:
        total: all.
        by: by outcome, or by state for those that have none; skipped ones together.
        skipped: the skipped ones by reason.
    """

    total: int
    by: Mapping[str, int]
    skipped: Mapping[str, int]

    @property
    def left(self) -> int:
        """How many have yet to be started."""
        return self.by.get("waiting", 0)

    @property
    def under_way(self) -> int:
        """How many runs have been started and not ended."""
        return self.by.get("under way", 0)

    @property
    def bad(self) -> int:
        """How many ended otherwise than well, or nobody knows how."""
        good = {*map(str, GOOD), "waiting", "under way", "skipped"}
        return sum(count for what, count in self.by.items() if what not in good)


def standing(ledger: Ledger) -> Standing:
    """Count the rows of a ledger."""
    by: dict[str, int] = {}
    skipped: dict[str, int] = {}
    for (state, what), count in ledger.counts().items():
        name = {State.ENDED: what, State.STARTING: "under way", State.STARTED: "under way"}.get(
            State(state), state
        )
        by[name] = by.get(name, 0) + count
        if state == State.SKIPPED:
            skipped[what] = count
    ordered: dict[str, int] = {name: by[name] for name in _ORDER if name in by}
    return Standing(sum(by.values()), ordered, skipped)


def table_of(found: Standing) -> str:
    """Return a line for each outcome with its share."""
    lines = [f"{'rows':12}{found.total:>11,}"]
    for name, count in found.by.items():
        reasons = ""
        if name == "skipped" and found.skipped:
            reasons = "  " + ", ".join(f"{count:,} {why}" for why, count in sorted(found.skipped.items()))
        lines.append(f"{name:12}{count:>11,}{100 * count / found.total:>7.1f} %{reasons}")
    return "\n".join(lines) + "\n"


def first_bad(ledger: Ledger) -> list[str]:
    """Return lines that name the first rows which did not go well, for people."""
    sql = (
        "select line, coalesce(outcome, state), coalesce(why, '') from rows"
        " where state = 'uncertain' or (state = 'ended' and outcome not in ('reached', 'started'))"
        " order by id limit ?"
    )
    rows = ledger.query(sql, _MOST_NAMED).fetchall()
    return [
        printable(MASKER.mask(f"line {line}: {what}{f': {why}' if why else ''}")).replace("\n", "\\n")
        for line, what, why in rows
    ]


def in_short(found: Standing) -> str:
    """Return the same in one line."""
    parts = [f"{count:,} {name}" for name, count in found.by.items()]
    return f"{found.total:,} rows: {', '.join(parts)}" if parts else "no rows"
