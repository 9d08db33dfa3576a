"""Scenarios as they are kept.

The indexes hold the folded name, so that a search by a part of a name, in any order, reads no scripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.listing import Search
from callr_actions.account.problem import not_found
from callr_actions.account.tables import Tables, tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from callr_actions.account.database import Database

TABLES = Tables(
    "scenarios",
    (
        f"""
create table scenarios (
  id integer primary key, account integer not null references accounts (id), sid text not null unique,
  name text not null, folded text not null, created integer not null, updated integer not null,
  format text not null, script text not null
)
;
create index scenarios_by_name on scenarios (account, folded)
;
create index scenarios_by_created on scenarios (account, created, folded)
;
create index scenarios_by_updated on scenarios (account, updated, folded)
;
{tally("scenarios")}
""",
    ),
    ("scenarios",),
)
SEARCH = Search(
    "scenarios",
    {"name": ("folded",), "created": ("created", "folded"), "updated": ("updated", "folded")},
)


def insert(database: Database, account: int, sid: str, given: Mapping[str, Any], now: int) -> sqlite3.Row:
    """Keep a new scenario; return it."""
    name = given["name"]
    row = database.row(
        "insert into scenarios (account, sid, name, folded, created, updated, format, script)"
        " values (?, ?, ?, ?, ?, ?, ?, ?) returning *",
        account,
        sid,
        name,
        name.casefold(),
        now,
        now,
        given["format"],
        given["script"],
    )
    assert row is not None
    return row


def get(database: Database, account: int, sid: str) -> sqlite3.Row:
    """Return a scenario; raises Problem 404."""
    row = database.row("select * from scenarios where sid = ? and account = ?", sid, account)
    if row is None:
        raise not_found("scenario", sid)
    return row


def update(database: Database, row: sqlite3.Row, given: Mapping[str, Any], now: int) -> None:
    """Change the name, the script or the format of a scenario."""
    name = given.get("name", row["name"])
    database.run(
        "update scenarios set name = ?, folded = ?, script = ?, format = ?, updated = ? where id = ?",
        (
            name,
            name.casefold(),
            given.get("script", row["script"]),
            given.get("format", row["format"]),
            now,
            row["id"],
        ),
    )


def delete(database: Database, row: sqlite3.Row) -> None:
    """Forget a scenario; its numbers stay on the account."""
    database.run("delete from scenarios where id = ?", (row["id"],))


def written(database: Database, rows: Iterable[sqlite3.Row]) -> list[dict[str, Any]]:
    """Return scenarios as the API writes them, each with its numbers."""
    rows = list(rows)
    marks = ", ".join("?" * len(rows))
    numbers: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    for number in database.rows(
        f"select * from numbers where scenario in ({marks}) order by assigned, e164",  # noqa: S608
        *numbers,
    ):
        numbers[number["scenario"]].append(
            {
                "e164": number["e164"],
                "class": number["class"],
                "type": number["type"],
                "assigned": instants.written(number["assigned"]),
                "country": number["country"],
            }
        )
    return [
        {
            "sid": row["sid"],
            "name": row["name"],
            "script": row["script"],
            "format": row["format"],
            "version": "1.0",
            "numbers": numbers[row["id"]],
            "created": instants.written(row["created"]),
            "updated": instants.written(row["updated"]),
        }
        for row in rows
    ]
