"""Runs of scenarios. A row holds all that a session is made of, so that any process can go on with it.

A session is deterministic: the same script, world, start, seed, ids and inputs give the same events. What a
run began with, what was done to it since, and how far it is are therefore enough to have it again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.problem import Problem, not_found
from callr_actions.account.tables import Tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from callr_actions.account.database import Database

TABLES = Tables(
    "runs",
    (
        """
create table runs (
  id integer primary key, account integer not null references accounts (id), runid text not null unique,
  type text not null, scenario integer references scenarios (id) on delete set null,
  scenario_sid text not null, scenario_name text not null,
  script text not null, start text not null, world text not null, seed integer not null, ids text not null,
  began integer not null, reached integer not null default 0,
  inputs integer not null default 0, events integer not null default 0, due integer,
  variables text not null, state text not null, outcome text, error text, ended integer
)
;
create index runs_by_scenario on runs (scenario, state)
;
create index runs_by_account on runs (account, id)
;
create table run_inputs (
  run integer not null references runs (id) on delete cascade, n integer not null, at integer not null,
  callid integer not null, act text not null, primary key (run, n)
) without rowid
;
create table run_events (
  run integer not null references runs (id) on delete cascade, n integer not null, event text not null,
  primary key (run, n)
) without rowid
;
create table live_calls (
  callid integer primary key, account integer not null references accounts (id),
  run integer not null references runs (id) on delete cascade, leg text not null, record text not null
)
;
create index live_calls_by_run on live_calls (run)
;
create table worlds (
  account integer not null references accounts (id),
  scenario integer references scenarios (id) on delete cascade, text text not null
)
;
create table behaviours (
  account integer not null references accounts (id), number text not null, behaviour text not null,
  primary key (account, number)
) without rowid
""",
    ),
    ("runs", "run_inputs", "run_events", "live_calls", "worlds", "behaviours"),
)
RUNNING, COMPLETED, FAILED, CANCELLED = "running", "completed", "failed", "cancelled"
STATES = (RUNNING, COMPLETED, FAILED, CANCELLED)
# The events of so many runs are kept; of older ones all the rest.
KEPT_EVENTS = 1_000


def insert(database: Database, account: int, given: Mapping[str, Any]) -> sqlite3.Row:
    """Keep a new run; return it.

    `given` has runid, type, scenario (its row), script, start, world, ids, seed, began and variables (text).
    """
    scenario = given["scenario"]
    row = database.row(
        "insert into runs (account, runid, type, scenario, scenario_sid, scenario_name, script, start, world,"
        " seed, ids, began, variables, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning *",
        account,
        given["runid"],
        given["type"],
        scenario["id"],
        scenario["sid"],
        scenario["name"],
        given["script"],
        json.dumps(given["start"]),
        json.dumps(given["world"]),
        given["seed"],
        json.dumps(given["ids"]),
        given["began"],
        given["variables"],
        RUNNING,
    )
    assert row is not None
    database.run("delete from run_events where run = ?", (row["id"] - KEPT_EVENTS,))
    return row


def by_id(database: Database, run: int) -> sqlite3.Row | None:
    """Return a run by its number in the file, None where there is none any more."""
    return database.row("select * from runs where id = ?", run)


def get(database: Database, account: int, runid: str) -> sqlite3.Row:
    """Return a run; raises Problem 404."""
    row = database.row("select * from runs where runid = ? and account = ?", runid, account)
    if row is None:
        raise not_found("run", runid)
    return row


def of_scenario(database: Database, account: int, sid: str, runid: str) -> sqlite3.Row:
    """Return a run of a scenario; raises Problem 404."""
    row = get(database, account, runid)
    if row["scenario_sid"] != sid:
        raise Problem(404, f"the run `{runid}` is not of the scenario `{sid}`")
    return row


def running(database: Database, scenario: int) -> list[sqlite3.Row]:
    """Return the runs of a scenario that have not ended, oldest first."""
    return database.rows("select * from runs where scenario = ? and state = ? order by id", scenario, RUNNING)


def latest(database: Database, account: int, wanted: Mapping[str, Any]) -> list[sqlite3.Row]:
    """Return the youngest runs of an account, the youngest first.

    `wanted` has limit, and if it matters state and scenario (a SID).
    """
    columns = {"state": "state", "scenario": "scenario_sid"}
    narrowed = [name for name in columns if wanted.get(name)]
    where = "".join(f" and {columns[name]} = ?" for name in narrowed)
    return database.rows(
        f"select * from runs where account = ?{where} order by id desc limit ?",  # noqa: S608 - our own words
        account,
        *(wanted[name] for name in narrowed),
        wanted["limit"],
    )


def next_moment(database: Database, row: sqlite3.Row) -> int | None:
    """Return when a run goes on by itself; None where it does not: it has ended, or waits for people."""
    found = database.row("select at from due where id = ? and calendar = 0", row["due"])
    return None if found is None else int(found["at"])


def reach(database: Database, run: int, **changed: Any) -> None:  # noqa: ANN401 - what SQLite takes
    """Write down how far a run is; `changed` are columns."""
    columns = ", ".join(f"{name} = ?" for name in changed)
    database.run(f"update runs set {columns} where id = ?", (*changed.values(), run))  # noqa: S608


def end(database: Database, run: int, outcome: tuple[str, str], error: object, now: int) -> None:
    """End a run, with its state and its outcome. What only a run that goes on needs is forgotten."""
    database.run("delete from run_inputs where run = ?", (run,))
    database.run(
        "update runs set state = ?, outcome = ?, error = ?, ended = ?, due = null, script = '', world = '{}',"
        " ids = '[]' where id = ?",
        (*outcome, None if error is None else json.dumps(error), now, run),
    )


def add_input(database: Database, run: int, n: int, given: Mapping[str, Any]) -> None:
    """Keep what was done to a call of a run.

    `given` has at (milliseconds since the run's beginning), callid and act (JSON).
    """
    database.run(
        "insert into run_inputs values (?, ?, ?, ?, ?)",
        (run, n, given["at"], given["callid"], json.dumps(given["act"])),
    )


def inputs(database: Database, run: int) -> list[sqlite3.Row]:
    """Return what was done to a run, in order."""
    return database.rows("select at, callid, act from run_inputs where run = ? order by n", run)


def add_events(database: Database, run: int, first: int, events: Sequence[str]) -> None:
    """Keep events of a run as JSON; `first` is the number of the first one, counted from 1."""
    rows = [(run, n, event) for n, event in enumerate(events, first)]
    database.run_many("insert into run_events values (?, ?, ?)", rows)


def event(database: Database, run: int, n: int) -> str | None:
    """Return an event of a run as JSON; None where it is not kept."""
    row = database.row("select event from run_events where run = ? and n = ?", run, n)
    return None if row is None else str(row["event"])


def events(database: Database, run: int, after: int, most: int) -> list[dict[str, Any]]:
    """Return events of a run, in order, from the one after a number on."""
    return [
        json.loads(row["event"])
        for row in database.rows(
            "select event from run_events where run = ? and n > ? order by n limit ?", run, after, most
        )
    ]


def begin_call(database: Database, row: sqlite3.Row, leg: str, record: Mapping[str, Any]) -> None:
    """Keep a call that begins in a run."""
    database.run(
        "insert into live_calls values (?, ?, ?, ?, ?)",
        (record["callid"], row["account"], row["id"], leg, json.dumps(record)),
    )


def change_call(database: Database, record: Mapping[str, Any]) -> None:
    """Keep what a call in progress is now."""
    database.run("update live_calls set record = ? where callid = ?", (json.dumps(record), record["callid"]))


def end_call(database: Database, callid: int) -> None:
    """Forget a call that is no more in progress."""
    database.run("delete from live_calls where callid = ?", (callid,))


def call(database: Database, account: int, callid: int) -> sqlite3.Row:
    """Return a call in progress; raises Problem 404."""
    row = database.row("select * from live_calls where callid = ? and account = ?", callid, account)
    if row is None:
        raise not_found("call in progress", callid)
    return row


def calls(database: Database, account: int) -> list[sqlite3.Row]:
    """Return the calls in progress, oldest first, each with the id of its run."""
    return database.rows(
        "select live_calls.*, runid from live_calls join runs on runs.id = run where live_calls.account = ?"
        " order by run, callid",
        account,
    )


def calls_of(database: Database, run: int) -> list[sqlite3.Row]:
    """Return the calls of a run that are in progress."""
    return database.rows("select * from live_calls where run = ? order by callid", run)


def written(row: sqlite3.Row) -> dict[str, Any]:
    """Return what the API tells of a run: its variables, and nothing else."""
    return {"variables": json.loads(row["variables"])}


def state(row: sqlite3.Row, moment: int | None) -> dict[str, Any]:
    """Return what is really known of a run, which the API never tells; it goes on at a moment, or None."""
    return {
        "runid": row["runid"],
        "type": row["type"],
        "scenario": {"sid": row["scenario_sid"], "name": row["scenario_name"]},
        "state": row["state"],
        "outcome": row["outcome"],
        "error": None if row["error"] is None else json.loads(row["error"]),
        "started": instants.written(row["began"]),
        "ended": instants.written_or_none(row["ended"]),
        "next": instants.written_or_none(moment),
        "events": row["events"],
        "variables": json.loads(row["variables"]),
    }
