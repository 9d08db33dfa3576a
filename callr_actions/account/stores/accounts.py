"""The main account and its sub-accounts, the key, and what each has to spend.

Money is kept in ten-thousandths of a cent, the finest that the API writes.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from callr_actions.account.call import Owner
from callr_actions.account.tables import Tables

if TYPE_CHECKING:
    from callr_actions.account.database import Database

UNITS_A_CENT = 10_000
STARTING_CENTS = 10_000
TABLES = Tables(
    "accounts",
    (
        """
create table accounts (
  id integer primary key, sid text not null unique, name text not null,
  credit integer not null, warning integer not null, shutdown integer not null
)
""",
    ),
    ("accounts",),
)
_KEY = "api-key"


def found(database: Database, sid: str) -> None:
    """Make the main account with a random key, within a transaction that writes."""
    add(database, sid, "Local account")
    set_key(database, secrets.token_hex(20))


def set_key(database: Database, key: str) -> None:
    """Change the API key."""
    database.set(_KEY, key)


def add(database: Database, sid: str, name: str) -> None:
    """Add an account; the first one is the main account, the others its sub-accounts."""
    database.run(
        "insert into accounts (sid, name, credit, warning, shutdown) values (?, ?, ?, ?, 0)",
        (sid, name, STARTING_CENTS * UNITS_A_CENT, STARTING_CENTS * UNITS_A_CENT // 10),
    )


def key(database: Database) -> str:
    """Return the API key."""
    return str(database.setting(_KEY))


def main(database: Database) -> Owner:
    """Return the main account."""
    row = database.row("select id, sid from accounts order by id limit 1")
    assert row is not None
    return Owner(row["id"], row["sid"], main=True)


def by_sid(database: Database, sid: str) -> Owner | None:
    """Return the sub-account with a SID, None where there is none."""
    row = database.row("select id, sid from accounts where sid = ?", sid)
    return None if row is None else Owner(row["id"], row["sid"], main=False)


def credit(database: Database, account: int) -> int:
    """Return what an account has to spend."""
    row = database.row("select credit from accounts where id = ?", account)
    assert row is not None
    return int(row["credit"])


def charge(database: Database, account: int, units: int) -> None:
    """Take money off an account, even below nothing; a negative amount is added."""
    database.run("update accounts set credit = credit - ? where id = ?", (units, account))


def thresholds(database: Database, account: int) -> dict[str, int]:
    """Return the credit at which an account is warned, and the one at which it is shut down."""
    row = database.row("select warning, shutdown from accounts where id = ?", account)
    assert row is not None
    return {"warning": row["warning"], "shutdown": row["shutdown"]}


def cents(units: int) -> str:
    """Return an amount as the API writes it: a decimal of cents with at least two places."""
    sign = "-" if units < 0 else ""
    whole, rest = divmod(abs(units), UNITS_A_CENT)
    places = f"{rest:04d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole}.{places}"
