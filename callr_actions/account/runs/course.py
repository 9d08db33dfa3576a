"""How a run goes: it begins, is gone on with when something is due in it, is acted on, and ends.

Nothing else changes a run. Each step is within a transaction that writes, of which there is one at a time on
the whole file: no two processes are ever at one run. What the step does to the session and to the account is
kept together or not at all; a session that was ahead of its row is forgotten.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from typing import TYPE_CHECKING, Any

from callr_actions.account.problem import Problem, not_found
from callr_actions.account.runs.json_text import json_text
from callr_actions.account.runs.sessions import Unrepeatable
from callr_actions.account.stores import runs
from callr_actions.account.work import Job, later
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from callr_actions.account.call import Call
    from callr_actions.account.runs.sessions import Live

STEP = "run"
# What the system does to a call, beside the acts of people.
SYSTEM_HANGS_UP = {"does": "end"}
_MOST_SEEDS = 2**32
# Moments at which nothing happens that a client can see, passed at once with a virtual clock.
_MOST_MOMENTS = 1_000
_STATES = {"completed": runs.COMPLETED, "cancelled": runs.CANCELLED}
_BUG = "the simulator failed; the log of the local account says where. This is a bug"

_log = logging.getLogger(__name__)


def begin(
    cause: Call | Job,
    scenario: sqlite3.Row,
    start: Mapping[str, Any],
    world: Mapping[str, Any],
    *,
    runid: str,
    ids: Sequence[int | str] = (),
) -> sqlite3.Row:
    """Begin a run; whoever comes next goes on with it.

    Args:
        cause: the request that it comes from.
        scenario: what is run.
        start: what it begins with; see `beginnings`.
        world: what is kept of the world around it; see `beginnings`.
        runid: its id.
        ids: the ids that exist already: of the call or the message that came in.
    """
    given = {
        "runid": runid,
        "type": start["type"],
        "scenario": scenario,
        "script": scenario["script"],
        "start": start,
        "world": world,
        "seed": cause.names.number("run-seed", _MOST_SEEDS),
        "ids": ids,
        "began": cause.now,
        "variables": json_text(start.get("variables", {})),
    }
    row = runs.insert(cause.database, cause.owner.id, given)
    runs.reach(cause.database, row["id"], due=later(cause, STEP, 0, run=row["id"]))
    return row


def step(job: Job) -> None:
    """Go on with a run at whose next moment time has come."""
    row = runs.by_id(job.database, job.subject["run"])
    if row is None or row["state"] != runs.RUNNING:
        return

    def go(live: Live) -> None:
        live.session.advance(job.now - row["began"])
        if job.clock.virtual:
            _hurry(job, row, live)

    _go_on(job, row, go)


def act(call: Call, callid: int, what: Mapping[str, Any]) -> None:
    """Do something to a call in progress.

    Args:
        call: the request that it comes from.
        callid: the call.
        what: see `inputs`.

    Raises:
        Problem: 404 where no such call is in progress.
    """
    running = runs.call(call.database, call.owner.id, callid)
    row = runs.by_id(call.database, running["run"])
    assert row is not None, "the file sees to it"

    def go(live: Live) -> None:
        from callr_actions.account.runs.inputs import do  # noqa: PLC0415 - loads the simulator

        live.session.advance(call.now - row["began"])
        at = live.session.scheduler.now
        if all(leg.callid != callid or not leg.is_open for leg in live.session.exchange.legs):
            raise not_found("call in progress", callid)
        do(live.session, callid, what)
        done = {"at": at, "callid": callid, "act": what}
        runs.add_input(call.database, row["id"], len(live.session.inputs), done)

    _go_on(_job(call), row, go)


def cancel(call: Call, row: sqlite3.Row) -> None:
    """Cancel a run; its calls are hung up.

    Raises:
        Problem: 404 where it has ended.
    """
    if row["state"] != runs.RUNNING:
        raise Problem(404, f"the run `{row['runid']}` has ended ({row['state']})")
    stop(call, row)


def stop(call: Call, row: sqlite3.Row) -> None:
    """Cancel a run, unless it comes to its end by itself just now."""

    def go(live: Live) -> None:
        if row["events"]:
            live.session.advance(call.now - row["began"])
        live.session.cancel()

    _go_on(_job(call), row, go)


def _job(call: Call) -> Job:
    return Job(call.owner, call.database, call.names, call.clock, call.sessions, call.now, {})


def _hurry(job: Job, row: sqlite3.Row, live: Live) -> None:
    """Pass the moments at which nothing happens that a client can see, up to what else is due."""
    session = live.session
    found = job.database.row("select min(at) from due")
    horizon = None if found is None else found[0]
    for _ in range(_MOST_MOMENTS):
        moment = session.scheduler.next_moment
        if live.notes.observable or session.outcome is not None or moment is None:
            return
        at = row["began"] + moment
        if horizon is not None and at > horizon:
            return
        job.clock.reach(at)
        session.advance(moment)


def _go_on(job: Job, row: sqlite3.Row, go: Callable[[Live], None]) -> None:
    """Take a run's session, let it go on, and write down what came of it."""
    database, sessions = job.database, job.sessions
    if row["due"] is not None:
        database.run("delete from due where id = ? and kind = ?", (row["due"], STEP))
    database.run("savepoint run")
    try:
        live = sessions.take(database, job.names, row)
        go(live)
        _write_down(job, row, live)
    except (Problem, sqlite3.Error):
        # The request, or the step, comes to nothing; what the session did beyond the file is forgotten.
        sessions.drop(row["runid"])
        raise
    except Exception as error:  # noqa: BLE001 - a run that cannot go on must not hold up the account
        sessions.drop(row["runid"])
        database.run("rollback to run")
        _give_up(job, row, _reason(row, error))
    database.run("release run")


def _reason(row: sqlite3.Row, error: Exception) -> str:
    if isinstance(error, Unrepeatable):
        return str(error)
    if isinstance(error, CallrActionsError):
        return str(error)
    _log.error("the local account failed at the run %s", row["runid"], exc_info=error)
    return _BUG


def _write_down(job: Job, row: sqlite3.Row, live: Live) -> None:
    from callr_actions.account.runs import effects, notes  # noqa: PLC0415 - loads the simulator
    from callr_actions.simulator.values import to_json  # noqa: PLC0415

    database, session = job.database, live.session
    events, facts = live.notes.take()
    number = _number(row)
    error: dict[str, Any] | None = None
    ended = job.now
    for fact in facts:
        effects.write(job, row, number, fact)
        if isinstance(fact, notes.Stopped):
            error = {"message": fact.message, "help": fact.help, "step": fact.step, "line": fact.line}
        elif isinstance(fact, notes.Ended):
            ended = row["began"] + fact.at
    runs.add_events(database, row["id"], row["events"] + 1, events)
    runs.reach(
        database,
        row["id"],
        events=live.notes.count,
        inputs=len(session.inputs),
        reached=session.scheduler.now,
        ids=json.dumps(live.ids.given),
        variables=json_text(to_json(session.variables)),
        due=None if session.outcome is not None else _when_due(job, row, live),
    )
    if session.outcome is not None:
        state = _STATES.get(session.outcome, runs.FAILED)
        runs.end(database, row["id"], (state, session.outcome), error, ended)
        job.sessions.drop(row["runid"])


def _when_due(job: Job, row: sqlite3.Row, live: Live) -> int:
    """Write down when the run is to be gone on with; return the number of that."""
    session = live.session
    moment = session.scheduler.next_moment
    longest = round(session.limits.seconds * 1000)
    at = row["began"] + (longest if moment is None else min(moment, longest))
    # Where only people can do something, a virtual clock waits for them and does not go on to the limit.
    return later(job, STEP, at - job.now, calendar=moment is None, run=row["id"])


def _give_up(job: Job, row: sqlite3.Row, reason: str) -> None:
    """End a run that cannot be gone on with, and its calls."""
    from callr_actions.account.runs import effects  # noqa: PLC0415 - loads the simulator
    from callr_actions.account.runs.last_record import last_record  # noqa: PLC0415

    for each in runs.calls_of(job.database, row["id"]):
        effects.end_call(job, _number(row), last_record(json.loads(each["record"]), job.now))
    error = {"message": reason, "help": None, "step": None, "line": None}
    runs.end(job.database, row["id"], (runs.FAILED, "failed"), error, job.now)


def _number(row: sqlite3.Row) -> str:
    """Return the account's number that a run is about: the one called, or the one that it calls from."""
    start = json.loads(row["start"])
    return str(start.get("to") or json.loads(row["world"])["shown"] or "")
