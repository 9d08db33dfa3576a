"""A machine that can be killed at any point, with an account that keeps its own record of what it started.

A kill is final: from then on nothing reaches the disk or the account. What the next process finds is what was
written before, and the record says what really happened.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections import Counter
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.runs.batch.account import End, NothingBeganError, RefusedError, UnknownError
from callr_actions.runs.batch.kept_rows import NewRow
from callr_actions.runs.batch.ledger import Ledger
from callr_actions.runs.batch.states import Outcome
from callr_actions.runs.batch.terms import Clock, Terms
from callr_actions.runs.batch.windows import Windows
from callr_actions.runs.batch.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from callr_actions.runs.batch.states import Change
    from callr_actions.runs.batch.terms import Happening, Waiting

NOON = 1_740_999_600.0


class Killed(BaseException):
    """The process is gone."""


class Points:
    """Counts the points at which a kill makes a difference, and kills at one of them."""

    def __init__(self, kill_at: int | None = None) -> None:
        self.count = 0
        self._kill_at = kill_at
        self.dead = False

    def pass_by(self) -> None:
        if not self.dead:
            self.count += 1
            self.dead = self.count == self._kill_at
        if self.dead:
            raise Killed


class MortalLedger(Ledger):
    """Writes nothing once the process is dead."""

    points: Points

    def record(self, changes: Sequence[Change]) -> None:
        self.points.pass_by()
        super().record(changes)
        self.points.pass_by()


class RecordingAccount:
    """Keeps which rows it started, whatever the other side learns of it.

    Args:
        points: where the process may die.
        faults: by row and attempt, what goes wrong: `lost`, `refused`, `busy`, `gone`.
    """

    def __init__(self, points: Points, faults: dict[int, list[str]]) -> None:
        self.points = points
        self.starts: Counter[int] = Counter()
        self.cancelled: list[str] = []
        self.faults = faults
        self.under_way = self.most_under_way = 0

    async def start(self, variables: bytes) -> str:
        row = json.loads(variables)["$row"]
        self.points.pass_by()
        await asyncio.sleep(0)
        waiting = self.faults.get(row, [])
        fault = waiting.pop(0) if waiting else None
        if fault == "busy":
            raise NothingBeganError(CallrActionsError("too many requests"))
        if fault == "gone":
            raise NothingBeganError(CallrActionsError("no such scenario"), final=True)
        if fault == "refused":
            raise RefusedError("no credit")
        self.starts[row] += 1
        if fault == "lost":
            raise UnknownError("the connection broke off")
        self.points.pass_by()
        return f"api:{row}"

    async def follow(self, run: str, since: float, variables: bytes) -> End:  # noqa: ARG002
        self.under_way += 1
        self.most_under_way = max(self.under_way, self.most_under_way)
        await asyncio.sleep(0)
        self.points.pass_by()
        self.under_way -= 1
        return End(Outcome.REACHED, variables=b'{"$answer": "yes"}')

    async def cancel(self, run: str) -> None:
        self.cancelled.append(run)


class Machine:
    """A disk, a clock that skips waiting, and processes one after the other.

    `like` is a state of so many rows that nobody has worked on: copying it is quicker than making another.
    """

    def __init__(
        self, path: Path, rows: int, faults: dict[int, list[str]] | None = None, *, like: Path | None = None
    ) -> None:
        self.path = path
        self.faults = faults or {}
        self.starts: Counter[int] = Counter()
        self.time = NOON
        self.slept: list[float] = []
        self.told: list[Happening | Waiting] = []
        self.wish = "go"
        self.account: RecordingAccount | None = None
        if like is not None:
            shutil.copyfile(like, path)
            return
        with Ledger(path) as ledger:
            ledger.load((self.row(number) for number in range(1, rows + 1)), {})

    def row(self, number: int, zone: str = "") -> NewRow:
        return NewRow(number, zone, None, None, json.dumps({"$row": number}).encode())

    def process(
        self,
        *,
        kill_at: int | None = None,
        concurrency: int = 4,
        rate: float | None = None,
        windows: Windows = Windows(),  # noqa: B008
        control: Callable[[], str] | None = None,
        follow: object = None,
        report: Callable[[Happening | Waiting], None] | None = None,
    ) -> int:
        """Run one process to its end, or until it is killed; return how many points it passed."""
        points = Points(kill_at)

        async def life() -> None:
            ledger = MortalLedger(self.path)
            ledger.points = points
            try:
                account = self.account = RecordingAccount(points, self.faults)
                if follow is not None:
                    account.follow = follow  # type: ignore[method-assign,assignment]
                work = Work(
                    ledger,
                    account,
                    Terms(concurrency, rate, windows),
                    clock=Clock(lambda: self.time, lambda: self.time, self._sleep),
                    control=_Control(control or self._wish),
                    report=report or self.told.append,
                )
                try:
                    await work.run()
                finally:
                    self.starts += account.starts
            finally:
                ledger.close()

        try:
            asyncio.run(life())
        except Killed:
            assert points.dead
        return points.count

    def ledger(self) -> Ledger:
        return Ledger(self.path)

    def states(self) -> Counter[str]:
        return Counter(self.rows().values())

    def rows(self) -> dict[int, str]:
        """What is known of each row: its outcome, why it was skipped, or its state."""
        sql = "select id, coalesce(outcome, case state when 'skipped' then why end, state) from rows"
        with self.ledger() as ledger:
            return dict(ledger.query(sql).fetchall())

    def _wish(self) -> str:
        return self.wish

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


class _Control:
    def __init__(self, wish: Callable[[], str]) -> None:
        self.wish = wish
