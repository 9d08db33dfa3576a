"""The sessions of the runs that this process has at hand. The file has what each is made of.

A session here is never the truth: before it is used it is held against the run's row, and made anew where
another process has gone on with the run, or a transaction came to nothing.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from callr_actions.account.problem import Problem
from callr_actions.account.runs.beginnings import start_of, world_around
from callr_actions.account.runs.programs import program_of
from callr_actions.account.runs.worlds import Worlds
from callr_actions.account.stores import runs
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from callr_actions.account.database import Database
    from callr_actions.account.names import Names
    from callr_actions.account.runs.given_ids import GivenIds
    from callr_actions.account.runs.notes import Notes
    from callr_actions.javascript.evaluation.pool import Pool
    from callr_actions.simulator.session import Session

# Of calls that go on in real time; the longest unused one is made anew when it is needed again.
_MOST_AT_HAND = 2_000
_MOST_EVENTS = 100_000
NO_WORLDS = Worlds()


class Unrepeatable(Exception):  # noqa: N818 - why a run ends, not a fault of the program
    """A run cannot be gone on with: its script cannot be read, or made anew it is not as it was."""


class Live(NamedTuple):
    """A run at hand.

    Attributes:
        session: the run itself.
        notes: what has happened in it.
        ids: those that it was given.
    """

    session: Session
    notes: Notes
    ids: GivenIds

    def stands_at(self, row: sqlite3.Row) -> bool:
        """Return whether it is where the run is."""
        return (
            self.notes.count == row["events"]
            and self.session.scheduler.now == row["reached"]
            and len(self.session.inputs) == row["inputs"]
            and len(self.ids.given) == len(json.loads(row["ids"]))
        )


class Sessions:
    """Makes and keeps sessions; to be closed.

    Args:
        worlds: the world files of the project.
    """

    def __init__(self, worlds: Worlds = NO_WORLDS) -> None:
        self.worlds = worlds
        self._live: OrderedDict[str, Live] = OrderedDict()
        self._pool: Pool | None = None

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the processes that evaluate JavaScript."""
        return () if self._pool is None else self._pool.processes

    def take(self, database: Database, names: Names, row: sqlite3.Row) -> Live:
        """Return a run's session, as far as the run is.

        Args:
            database: has what was done to the run.
            names: gives it ids.
            row: the run.

        Raises:
            Unrepeatable: its script or its world cannot be read, or made anew it came out otherwise.
            CallrActionsError: JavaScript cannot be evaluated on this machine.
        """
        runid = row["runid"]
        live = self._live.get(runid)
        if live is not None:
            if live.stands_at(row):
                self._live.move_to_end(runid)
                return live
            self.drop(runid)
        live = self._live[runid] = self._made(names, row)
        try:
            _repeat(live, database, row)
        except BaseException:
            self.drop(runid)
            raise
        if len(self._live) > _MOST_AT_HAND:
            self.drop(next(iter(self._live)))
        return live

    def drop(self, runid: str) -> None:
        """Forget a session: its run has ended, or it does not stand where the run is."""
        live = self._live.pop(runid, None)
        if live is not None:
            live.session.abandon()

    def clear(self) -> None:
        """Forget every session."""
        for runid in list(self._live):
            self.drop(runid)

    def close(self) -> None:
        """Forget every session and end the processes that evaluate."""
        self.clear()
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _made(self, names: Names, row: sqlite3.Row) -> Live:
        from callr_actions.account.runs.given_ids import GivenIds  # noqa: PLC0415 - only runs pay for it
        from callr_actions.account.runs.notes import Notes  # noqa: PLC0415
        from callr_actions.simulator.limits import Limits  # noqa: PLC0415
        from callr_actions.simulator.session import Session  # noqa: PLC0415
        from callr_actions.simulator.worker_evaluator import WorkerEvaluator  # noqa: PLC0415

        try:
            program = program_of(row["scenario_name"], row["script"])
            world = world_around(row, json.loads(row["world"]))
        except Problem as problem:
            raise Unrepeatable(problem.message) from None
        ids = GivenIds(names, row["runid"], json.loads(row["ids"]))
        notes = Notes()
        session = Session(
            program,
            world,
            start_of(json.loads(row["start"])),
            WorkerEvaluator(self._workers(program.catalog.javascript).context(row["seed"])),
            seed=row["seed"],
            ids=ids,
            limits=replace(Limits.of(program.catalog), events=_MOST_EVENTS),
            listen=notes,
            keep=False,
        )
        notes.session = session
        return Live(session, notes, ids)

    def _workers(self, facts: Mapping[str, Any]) -> Pool:
        if self._pool is None:
            from callr_actions.javascript.evaluation.gaps import Gaps  # noqa: PLC0415
            from callr_actions.javascript.evaluation.pool import Pool  # noqa: PLC0415

            self._pool = Pool(Gaps.of({name: fact.value for name, fact in facts.items()}))
        return self._pool


def _repeat(live: Live, database: Database, row: sqlite3.Row) -> None:
    """Let a new session come to where the run is, without a word."""
    if row["events"] == 0:
        return
    from callr_actions.account.runs.inputs import do  # noqa: PLC0415 - loads the simulator

    live.notes.quiet = True
    for each in runs.inputs(database, row["id"]):
        live.session.advance(each["at"])
        do(live.session, each["callid"], json.loads(each["act"]))
    live.session.advance(row["reached"])
    live.notes.quiet = False
    live.notes.observable = False
    # Of a run that has lasted longer than a thousand others, no events are kept.
    last = runs.event(database, row["id"], row["events"])
    if not live.stands_at(row) or last not in {None, live.notes.last}:
        raise Unrepeatable(
            "the run could not be gone on with: another process began it, and here it comes out otherwise."
            " That was another version of callr-actions, or a script came close to its limit of time"
        )
