"""Recordings of calls. The simulator writes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.listing import Search
from callr_actions.account.problem import not_found
from callr_actions.account.tables import Tables, tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from callr_actions.account.database import Database

TABLES = Tables(
    "recordings",
    (
        f"""
create table recordings (
  id integer primary key, account integer not null references accounts (id), sid text not null unique,
  type text not null, caller text not null, callee text not null, callid integer not null,
  created integer not null, read_at integer, duration integer not null, size integer not null,
  status text not null, details text not null
)
;
create index recordings_by_created
  on recordings (account, created, type, caller, callee, callid, read_at, duration, sid)
;
{tally("recordings")}
""",
    ),
    ("recordings",),
)
SEARCH = Search("recordings", {"created": ("created",)})


def insert(database: Database, account: int, sid: str, given: Mapping[str, Any], now: int) -> None:
    """Keep a new recording.

    Args:
        database: takes it.
        account: whose it is.
        sid: its short id.
        given: type, caller and callee (numbers), callid, duration (seconds), size (bytes), and details: the
            objects scenario, caller, options and transcription as the API writes them.
        now: when it was made.
    """
    database.run(
        "insert into recordings (account, sid, type, caller, callee, callid, created, duration, size, status,"
        " details) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'ready', ?)",
        (
            account,
            sid,
            given["type"],
            given["caller"],
            given["callee"],
            given["callid"],
            now,
            given["duration"],
            given["size"],
            json.dumps(given["details"]),
        ),
    )


def get(database: Database, account: int, sid: str) -> sqlite3.Row:
    """Return a recording; raises Problem 404."""
    row = database.row("select * from recordings where sid = ? and account = ?", sid, account)
    if row is None:
        raise not_found("recording", sid)
    return row


def mark(database: Database, account: int, sids: Sequence[str] | None, *, read: bool, now: int) -> list[str]:
    """Mark recordings as read or not; return the SIDs of those that changed.

    Args:
        database: has them.
        account: whose they are.
        sids: which ones; None for all.
        read: how.
        now: when.
    """
    which, values = _which(sids)
    return [
        row["sid"]
        for row in database.rows(
            f"update recordings set read_at = ? where account = ? and (read_at is null) = ?{which}"  # noqa: S608 - our own words
            " returning sid",
            now if read else None,
            account,
            read,
            *values,
        )
    ]


def delete(database: Database, account: int, sids: Sequence[str] | None) -> int:
    """Forget recordings, all if `sids` is None; return how many there were."""
    which, values = _which(sids)
    return database.run(f"delete from recordings where account = ?{which}", (account, *values)).rowcount  # noqa: S608


def _which(sids: Sequence[str] | None) -> tuple[str, Sequence[str]]:
    if sids is None:
        return "", ()
    return f" and sid in ({', '.join('?' * len(sids))})", sids


def written(row: sqlite3.Row) -> dict[str, Any]:
    """Return a recording as the API writes it."""
    return {
        "sid": row["sid"],
        "type": row["type"],
        "callee": row["callee"],
        "callid": row["callid"],
        "created": instants.written(row["created"]),
        "readAt": instants.written_or_none(row["read_at"]),
        "duration": row["duration"],
        "read": row["read_at"] is not None,
        "status": row["status"],
        "size": row["size"],
        **json.loads(row["details"]),
    }
