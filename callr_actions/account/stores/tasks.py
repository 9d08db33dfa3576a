"""Tasks: what a request starts and a client asks after, until it ended; and the files that exports leave."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.problem import Problem
from callr_actions.account.tables import Tables

if TYPE_CHECKING:
    import sqlite3

    from callr_actions.account.database import Database

DAY = 24 * 3600 * 1000
TABLES = Tables(
    "tasks",
    (
        """
create table tasks (
  id integer primary key, account integer not null references accounts (id), taskid text not null unique,
  kind text not null, status text not null, percent integer not null, created integer not null, ended integer,
  result text, error text not null
)
;
create index tasks_by_kind on tasks (account, kind, created)
;
create table exports (
  taskid text primary key, account integer not null references accounts (id), expires integer not null,
  content text not null
) without rowid
""",
    ),
    ("tasks", "exports"),
)
PENDING, RUNNING, SUCCESS, ERROR, CANCELED = "pending", "running", "success", "error", "canceled"


def insert(database: Database, account: int, taskid: str, kind: str, now: int) -> None:
    """Keep a new task."""
    database.run(
        "insert into tasks (account, taskid, kind, status, percent, created, error)"
        " values (?, ?, ?, ?, 0, ?, '')",
        (account, taskid, kind, PENDING, now),
    )


def get(database: Database, account: int, taskid: str) -> sqlite3.Row:
    """Return a task; raises Problem 404."""
    row = database.row("select * from tasks where taskid = ? and account = ?", taskid, account)
    if row is None:
        raise Problem(404, "there is no such task on this account")
    return row


def run(database: Database, taskid: str, percent: int) -> None:
    """Say how far a task is."""
    database.run(
        "update tasks set status = ?, percent = ? where taskid = ?",
        (RUNNING, percent, taskid),
    )


def end(database: Database, taskid: str, status: str, now: int, result: object = None) -> None:
    """End a task."""
    database.run(
        "update tasks set status = ?, ended = ?, result = ?, percent = iif(? = 'success', 100, percent)"
        " where taskid = ?",
        (status, now, json.dumps(result), status, taskid),
    )


def count_of_day(database: Database, account: int, kind: str, now: int) -> int:
    """Return how many tasks of a kind an account started on this day, by UTC."""
    row = database.row(
        "select count(*) from tasks where account = ? and kind = ? and created >= ?",
        account,
        kind,
        now - now % DAY,
    )
    assert row is not None
    return int(row[0])


def written(row: sqlite3.Row) -> dict[str, Any]:
    """Return a task as the API writes it."""
    return {
        "id": row["taskid"],
        "status": row["status"],
        "percent": row["percent"],
        "ended": instants.written_or_none(row["ended"]),
        "result": None if row["result"] is None else json.loads(row["result"]),
        "error": row["error"],
    }


def keep_export(database: Database, account: int, taskid: str, content: str, now: int) -> None:
    """Keep the file of an export for a day, and forget those of others that are older."""
    database.run("delete from exports where expires <= ?", (now,))
    database.run("insert into exports values (?, ?, ?, ?)", (taskid, account, now + DAY, content))


def export(database: Database, account: int, taskid: str, now: int) -> str:
    """Return the file of an export; raises Problem 404."""
    row = database.row(
        "select content from exports where taskid = ? and account = ? and expires > ?", taskid, account, now
    )
    if row is None:
        raise Problem(404, "there is no such export, or its 24 hours are over")
    return str(row["content"])
