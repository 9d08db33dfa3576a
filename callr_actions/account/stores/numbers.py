"""The phone numbers that an account owns. The scenario is a column: no number can ever be on two."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.listing import Search
from callr_actions.account.problem import not_found
from callr_actions.account.tables import Tables, tally

if TYPE_CHECKING:
    import sqlite3

    from callr_actions.account.database import Database

TABLES = Tables(
    "numbers",
    (
        f"""
create table numbers (
  id integer primary key, account integer not null references accounts (id), e164 text not null unique,
  class text not null, type text not null, country text not null, assigned integer not null,
  scenario integer references scenarios (id) on delete set null,
  enduser integer references end_users (id) on delete restrict,
  contract text not null, pricing text not null, compliance text not null
)
;
create index numbers_by_assigned on numbers (account, assigned, e164, class, type, scenario)
;
create index numbers_by_e164 on numbers (account, e164, class, type, scenario)
;
create index numbers_by_scenario on numbers (scenario)
;
create index numbers_by_enduser on numbers (enduser)
;
{tally("numbers")}
""",
    ),
    ("numbers",),
)
SEARCH = Search("numbers", {"assigned": ("assigned", "e164"), "e164": ("e164",)})


def insert(
    database: Database, account: int, item: dict[str, Any], contract: dict[str, Any], now: int
) -> None:
    """Give an account a number; `item` has e164, class, type, country and pricing."""
    database.run(
        "insert into numbers (account, e164, class, type, country, assigned, contract, pricing, compliance)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            account,
            item["e164"],
            item["class"],
            item["type"],
            item["country"],
            now,
            json.dumps(contract),
            json.dumps(item["pricing"]),
            json.dumps({"state": "compliant"}),
        ),
    )


def get(database: Database, account: int, e164: str) -> sqlite3.Row:
    """Return a number that the account owns; raises Problem 404."""
    row = database.row("select * from numbers where e164 = ? and account = ?", e164, account)
    if row is None:
        raise not_found("phone number", e164)
    return row


def attach(database: Database, number: sqlite3.Row, scenario: int | None) -> None:
    """Put a number on a scenario, from wherever it was; None detaches it."""
    database.run("update numbers set scenario = ? where id = ?", (scenario, number["id"]))


def assign(database: Database, number: sqlite3.Row, enduser: int | None) -> None:
    """Make an end user the user of a number; None for nobody."""
    database.run("update numbers set enduser = ? where id = ?", (enduser, number["id"]))


def renew(database: Database, number: sqlite3.Row, contract: dict[str, Any]) -> None:
    """Give a number another contract."""
    database.run("update numbers set contract = ? where id = ?", (json.dumps(contract), number["id"]))


def delete(database: Database, number: sqlite3.Row) -> None:
    """Take a number off its account."""
    database.run("delete from numbers where id = ?", (number["id"],))


def written(database: Database, row: sqlite3.Row) -> dict[str, Any]:
    """Return a number as the API writes it."""
    return {
        "e164": row["e164"],
        "class": row["class"],
        "type": row["type"],
        "assigned": instants.written(row["assigned"]),
        "country": row["country"],
        "scenario": _named(database, "scenarios", row["scenario"]),
        "enduser": _named(database, "end_users", row["enduser"]),
        "compliance": json.loads(row["compliance"]),
        "contract": json.loads(row["contract"]),
        "pricing": json.loads(row["pricing"]),
    }


def assigned(row: sqlite3.Row) -> dict[str, Any]:
    """Return what the events about numbers say of one."""
    return {
        "e164": row["e164"],
        "class": row["class"],
        "type": row["type"],
        "country": row["country"],
        "assigned": instants.written(row["assigned"]),
    }


def _named(database: Database, table: str, row_id: int | None) -> dict[str, str] | None:
    if row_id is None:
        return None
    row = database.row(f"select sid, name from {table} where id = ?", row_id)  # noqa: S608 - our own names
    assert row is not None
    return {"sid": row["sid"], "name": row["name"]}
