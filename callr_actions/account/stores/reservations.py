"""Reservations of numbers: one for each account, for five minutes, each number in one of them at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.problem import Problem
from callr_actions.account.stock import RANGES, is_gold
from callr_actions.account.stores import contracts
from callr_actions.account.tables import Tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from callr_actions.account.database import Database

HELD = 5 * 60 * 1000
TABLES = Tables(
    "reservations",
    (
        """
create table reservations (
  id integer primary key, account integer not null unique references accounts (id),
  token text not null unique, expires integer not null
)
;
create table reserved (
  e164 text primary key, reservation integer not null references reservations (id) on delete cascade,
  class text not null, type text not null, country text not null
) without rowid
;
create index reserved_by_reservation on reserved (reservation)
""",
    ),
    ("reservations", "reserved"),
)


def find_free(database: Database, wanted: Mapping[str, Any]) -> list[str]:
    """Return as many free numbers as are wanted, or all there are if those are fewer.

    Args:
        database: knows which are owned or reserved.
        wanted: country, type, class, quantity, and if it matters prefix and area.
    """
    free = []
    for number in _candidates(wanted):
        taken = database.row(
            "select 1 from numbers where e164 = ? union all select 1 from reserved where e164 = ?",
            number,
            number,
        )
        if taken is None:
            free.append(number)
            if len(free) == wanted["quantity"]:
                break
    return free


def _candidates(wanted: Mapping[str, Any]) -> Iterator[str]:
    prefix, area = wanted.get("prefix", "+"), wanted.get("area", "").casefold()
    gold = wanted["class"] == "gold"
    for numbers in RANGES.get((wanted["country"], wanted["type"]), ()):
        if area in numbers.area.casefold():
            for at in range(10**numbers.digits):
                number = f"{numbers.prefix}{at:0{numbers.digits}d}"
                if number.startswith(prefix) and is_gold(number) is gold:
                    yield number


def release_expired(database: Database, now: int) -> None:
    """Forget the reservations whose time is over."""
    database.run("delete from reservations where expires <= ?", (now,))


def release(database: Database, account: int) -> None:
    """Forget an account's reservation, if it has one."""
    database.run("delete from reservations where account = ?", (account,))


def insert(
    database: Database, account: int, token: str, wanted: Mapping[str, Any], numbers: list[str], *, now: int
) -> None:
    """Keep a reservation of numbers."""
    made = database.run(
        "insert into reservations (account, token, expires) values (?, ?, ?)", (account, token, now + HELD)
    )
    for number in numbers:
        database.run(
            "insert into reserved (e164, reservation, class, type, country) values (?, ?, ?, ?, ?)",
            (number, made.lastrowid, wanted["class"], wanted["type"], wanted["country"]),
        )


def get(database: Database, account: int, token: str, now: int) -> sqlite3.Row:
    """Return a reservation that still holds; raises Problem 404."""
    row = database.row(
        "select * from reservations where token = ? and account = ? and expires > ?", token, account, now
    )
    if row is None:
        raise Problem(404, "there is no such reservation; one holds for five minutes and until the next")
    return row


def items(database: Database, reservation: sqlite3.Row) -> list[dict[str, Any]]:
    """Return the numbers of a reservation as the API writes them."""
    return [
        {
            "e164": row["e164"],
            "class": row["class"],
            "type": row["type"],
            "country": row["country"],
            "pricing": contracts.pricing(row["type"], row["class"]),
        }
        for row in database.rows(
            "select * from reserved where reservation = ? order by e164", reservation["id"]
        )
    ]


def written(database: Database, reservation: sqlite3.Row) -> dict[str, Any]:
    """Return a reservation as the API writes it."""
    contained = items(database, reservation)
    return {
        "token": reservation["token"],
        "expires": instants.written(reservation["expires"]),
        "contract": contracts.offer(contained, reservation["expires"] - HELD),
        "items": contained,
    }
