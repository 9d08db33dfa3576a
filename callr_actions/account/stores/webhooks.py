"""Webhooks, the events that wait for their delivery, and the log of every attempt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.listing import Search
from callr_actions.account.problem import not_found
from callr_actions.account.tables import Tables, tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from callr_actions.account.database import Database

TABLES = Tables(
    "webhooks",
    (
        f"""
create table webhooks (
  id integer primary key, account integer not null references accounts (id), sid text not null unique,
  type text not null, endpoint text not null, status text not null, options text not null, secret text,
  failed integer not null, failures_in_a_row integer not null, lastfailed integer,
  created integer not null, updated integer not null, unique (account, type, endpoint)
)
;
create index webhooks_by_created on webhooks (account, created, type, status)
;
create table deliveries (
  id integer primary key, webhook integer not null references webhooks (id) on delete cascade,
  event text not null, at integer not null, payload text not null,
  try integer not null, due integer not null, claimed integer not null
)
;
create index deliveries_by_due on deliveries (due)
;
create index deliveries_by_webhook on deliveries (webhook)
;
create table webhook_logs (
  id integer primary key, account integer not null references accounts (id), sid text not null,
  endpoint text not null, at integer not null, event text not null, httpcode integer not null,
  try integer not null, type text not null
)
;
create index webhook_logs_by_at on webhook_logs (account, at, sid, type, httpcode, try)
;
{tally("webhooks")}
;
{tally("webhook_logs")}
""",
    ),
    ("webhooks", "deliveries", "webhook_logs"),
)
SEARCH = Search("webhooks", {"created": ("created",)})
LOGS = Search("webhook_logs", {"at": ("at",)})
ENABLED, DISABLED, DISABLED_SYSTEM = "enabled", "disabled", "disabled-system"


def insert(database: Database, account: int, sid: str, given: Mapping[str, Any], now: int) -> None:
    """Keep a new webhook; `given` has type, endpoint, options without their secret, and secret."""
    database.run(
        "insert into webhooks (account, sid, type, endpoint, status, options, secret, failed,"
        " failures_in_a_row, created, updated) values (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)",
        (
            account,
            sid,
            given["type"],
            given["endpoint"],
            ENABLED,
            json.dumps(given["options"]),
            given["secret"],
            now,
            now,
        ),
    )


def exists(database: Database, account: int, kind: str, endpoint: str) -> bool:
    """Return whether an account has a webhook for these already."""
    return (
        database.row(
            "select 1 from webhooks where account = ? and type = ? and endpoint = ?", account, kind, endpoint
        )
        is not None
    )


def get(database: Database, account: int, sid: str) -> sqlite3.Row:
    """Return a webhook; raises Problem 404."""
    row = database.row("select * from webhooks where sid = ? and account = ?", sid, account)
    if row is None:
        raise not_found("webhook", sid)
    return row


def set_status(database: Database, row: sqlite3.Row, status: str, now: int) -> None:
    """Enable or disable a webhook; enabling forgets its failures in a row."""
    database.run(
        "update webhooks set status = ?, failures_in_a_row = 0, updated = ? where id = ?",
        (status, now, row["id"]),
    )


def delete(database: Database, row: sqlite3.Row) -> None:
    """Forget a webhook and what waits for it; the log stays."""
    database.run("delete from webhooks where id = ?", (row["id"],))


def wanting(database: Database, account: int, kind: str) -> list[int]:
    """Return the enabled webhooks of an event's type."""
    return [
        row["id"]
        for row in database.rows(
            "select id from webhooks where account = ? and type = ? and status = ? order by id",
            account,
            kind,
            ENABLED,
        )
    ]


def enqueue(database: Database, webhook: int, event: str, payload: object, now: int) -> None:
    """Write an event down for its first delivery, now."""
    database.run(
        "insert into deliveries (webhook, event, at, payload, try, due, claimed)"
        " values (?, ?, ?, ?, 0, ?, 0)",
        (webhook, event, now, json.dumps(payload, ensure_ascii=False), now),
    )


def waiting(database: Database, account: int) -> list[sqlite3.Row]:
    """Return the deliveries that wait, each with its webhook's sid, type and endpoint."""
    return database.rows(
        "select deliveries.*, webhooks.sid, webhooks.type, webhooks.endpoint from deliveries"
        " join webhooks on webhooks.id = webhook where account = ? order by due, deliveries.id",
        account,
    )


def next_due(database: Database) -> int | None:
    """Return when the next delivery is due, None when none waits."""
    row = database.row(
        "select min(due) from deliveries join webhooks on webhooks.id = webhook where status = ?", ENABLED
    )
    assert row is not None
    return None if row[0] is None else int(row[0])


def claim(database: Database, now: int, wall: int, *, lease: int, most: int) -> list[sqlite3.Row]:
    """Take deliveries that are due, so that nobody else sends them too.

    Args:
        database: has them.
        now: the account's time.
        wall: the wall clock.
        lease: how long they are taken for, in milliseconds: whoever took them may be killed.
        most: how many at once.
    """
    rows = database.rows(
        "select deliveries.*, webhooks.sid, webhooks.type, webhooks.endpoint, webhooks.secret,"
        " webhooks.options, webhooks.account from deliveries join webhooks on webhooks.id = webhook"
        " where due <= ? and claimed <= ? and status = ? order by due, deliveries.id limit ?",
        now,
        wall,
        ENABLED,
        most,
    )
    for row in rows:
        database.run("update deliveries set claimed = ? where id = ?", (wall + lease, row["id"]))
    return rows


def succeed(database: Database, delivery: sqlite3.Row) -> None:
    """Forget a delivery that has arrived."""
    database.run("delete from deliveries where id = ?", (delivery["id"],))
    database.run("update webhooks set failures_in_a_row = 0 where id = ?", (delivery["webhook"],))


def fail(database: Database, delivery: sqlite3.Row, *, again: int | None, now: int) -> None:
    """Say that an attempt failed.

    Args:
        database: has it.
        delivery: the delivery.
        again: when the next attempt is due; None for none: then the webhook is disabled.
        now: when it failed.
    """
    database.run(
        "update webhooks set failed = failed + 1, failures_in_a_row = failures_in_a_row + 1, lastfailed = ?"
        " where id = ?",
        (now, delivery["webhook"]),
    )
    if again is None:
        database.run("delete from deliveries where id = ?", (delivery["id"],))
        database.run(
            "update webhooks set status = ?, updated = ? where id = ?",
            (DISABLED_SYSTEM, now, delivery["webhook"]),
        )
    else:
        database.run(
            "update deliveries set try = try + 1, due = ?, claimed = 0 where id = ?", (again, delivery["id"])
        )


def log(database: Database, delivery: sqlite3.Row, httpcode: int, now: int) -> None:
    """Keep an attempt in the log; 0 is the code of one that got no answer."""
    database.run(
        "insert into webhook_logs (account, sid, endpoint, at, event, httpcode, try, type)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            delivery["account"],
            delivery["sid"],
            delivery["endpoint"],
            now,
            delivery["event"],
            httpcode,
            delivery["try"],
            delivery["type"],
        ),
    )


def written(row: sqlite3.Row) -> dict[str, Any]:
    """Return a webhook as the API writes it."""
    return {
        "sid": row["sid"],
        "type": row["type"],
        "endpoint": row["endpoint"],
        "status": row["status"],
        "options": json.loads(row["options"]),
        "failed": row["failed"],
        "lastfailed": instants.written_or_none(row["lastfailed"]),
        "created": instants.written(row["created"]),
        "updated": instants.written(row["updated"]),
    }


def log_written(row: sqlite3.Row) -> dict[str, Any]:
    """Return an entry of the log as the API writes it."""
    return {
        "endpoint": row["endpoint"],
        "at": instants.written(row["at"]),
        "id": row["event"],
        "sid": row["sid"],
        "httpcode": row["httpcode"],
        "try": row["try"],
        "type": row["type"],
    }
