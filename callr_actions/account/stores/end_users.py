"""End users: those for whom an account's owner holds numbers."""

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
    "end_users",
    (
        f"""
create table end_users (
  id integer primary key, account integer not null references accounts (id), sid text not null unique,
  name text not null, folded text not null, created integer not null, updated integer not null,
  comment text not null, address text not null
)
;
create index end_users_by_name on end_users (account, folded)
;
create index end_users_by_created on end_users (account, created, folded)
;
create index end_users_by_updated on end_users (account, updated, folded)
;
{tally("end_users")}
""",
    ),
    ("end_users",),
)
SEARCH = Search(
    "end_users",
    {"name": ("folded",), "created": ("created", "folded"), "updated": ("updated", "folded")},
)


def insert(database: Database, account: int, sid: str, given: Mapping[str, Any], now: int) -> None:
    """Keep a new end user."""
    name = given["name"]
    database.run(
        "insert into end_users (account, sid, name, folded, created, updated, comment, address)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        (account, sid, name, name.casefold(), now, now, given["comment"], json.dumps(given["address"])),
    )


def get(database: Database, account: int, sid: str) -> sqlite3.Row:
    """Return an end user; raises Problem 404."""
    row = database.row("select * from end_users where sid = ? and account = ?", sid, account)
    if row is None:
        raise not_found("end user", sid)
    return row


def update(database: Database, row: sqlite3.Row, given: Mapping[str, Any], now: int) -> None:
    """Change what is given of an end user."""
    name = given.get("name", row["name"])
    address = json.dumps(given["address"]) if "address" in given else row["address"]
    database.run(
        "update end_users set name = ?, folded = ?, comment = ?, address = ?, updated = ? where id = ?",
        (name, name.casefold(), given.get("comment", row["comment"]), address, now, row["id"]),
    )


def has_numbers(database: Database, row: sqlite3.Row) -> bool:
    """Return whether a number is assigned to an end user."""
    return database.row("select 1 from numbers where enduser = ? limit 1", row["id"]) is not None


def delete(database: Database, row: sqlite3.Row) -> None:
    """Forget an end user that has no numbers."""
    database.run("delete from end_users where id = ?", (row["id"],))


def written(database: Database, row: sqlite3.Row) -> dict[str, Any]:
    """Return an end user as the API writes it."""
    return {
        "sid": row["sid"],
        "name": row["name"],
        "comment": row["comment"],
        "type": "third-party",
        "created": instants.written(row["created"]),
        "updated": instants.written(row["updated"]),
        "deletable": not has_numbers(database, row),
        "address": json.loads(row["address"]),
    }
