"""Messages, sent and received."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.listing import Search
from callr_actions.account.problem import not_found
from callr_actions.account.stores.accounts import cents
from callr_actions.account.tables import Tables, tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from callr_actions.account.database import Database

TABLES = Tables(
    "sms",
    (
        f"""
create table sms (
  id integer primary key, account integer not null references accounts (id), sid text not null unique,
  direction text not null, sender text not null, recipient text not null, folded text not null,
  traffic text not null, status text not null, created integer not null, updated integer not null,
  sent integer, delivered integer, parts integer not null, network text not null, encoding text not null,
  cost integer not null, history text not null, body text not null
)
;
create index sms_by_created
  on sms (account, created, direction, sender, recipient, traffic, status, folded, sid)
;
create index sms_by_updated
  on sms (account, updated, direction, sender, recipient, traffic, status, folded, sid)
;
{tally("sms")}
""",
        "alter table sms add column error text not null default ''",
    ),
    ("sms",),
)
SEARCH = Search("sms", {"created": ("created",), "updated": ("updated",)})


def insert(database: Database, account: int, sid: str, given: Mapping[str, Any], now: int) -> None:
    """Keep a message.

    `given` has direction, from, to, text, trafficType, status, parts, network, encoding and cost (in the
    account's units).
    """
    arrived = now if given["direction"] == "inbound" else None
    database.run(
        "insert into sms (account, sid, direction, sender, recipient, folded, traffic, status, created,"
        " updated, delivered, parts, network, encoding, cost, history, body)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', ?)",
        (
            account,
            sid,
            given["direction"],
            given["from"],
            given["to"],
            given["text"].casefold(),
            given["trafficType"],
            given["status"],
            now,
            now,
            arrived,
            given["parts"],
            given["network"],
            given["encoding"],
            given["cost"],
            given["text"],
        ),
    )


def get(database: Database, account: int, sid: str) -> sqlite3.Row:
    """Return a message; raises Problem 404."""
    row = database.row("select * from sms where sid = ? and account = ?", sid, account)
    if row is None:
        raise not_found("SMS", sid)
    return row


def set_status(database: Database, row: sqlite3.Row, status: str, error: str, now: int) -> None:
    """Let a message go to its next status; `error` is what went wrong, or ""."""
    history = json.loads(row["history"])
    history.append({"before": row["status"], "after": status, "at": instants.written(now)})
    database.run(
        "update sms set status = ?, error = ?, updated = ?, history = ?, sent = iif(? = 'sent', ?, sent),"
        " delivered = iif(? = 'delivered', ?, delivered) where id = ?",
        (status, error, now, json.dumps(history), status, now, status, now, row["id"]),
    )


def written(row: sqlite3.Row) -> dict[str, Any]:
    """Return a message as the API writes it."""
    return {
        "direction": row["direction"],
        "sid": row["sid"],
        "from": row["sender"],
        "to": row["recipient"],
        "body": {"text": row["body"]},
        "trafficType": row["traffic"],
        "status": row["status"],
        "error": row["error"],
        "created": instants.written(row["created"]),
        "delivered": instants.written_or_none(row["delivered"]),
        "updated": instants.written(row["updated"]),
        "sent": instants.written_or_none(row["sent"]),
        "parts": row["parts"],
        "network": row["network"],
        "encoding": row["encoding"],
        "cost": cents(row["cost"]),
        "paymentType": "prepaid",
        "statusHistory": json.loads(row["history"]),
    }
