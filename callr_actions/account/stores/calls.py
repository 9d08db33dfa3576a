"""Calls that ended, as call detail records. The simulator writes them; exports read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from callr_actions.account.database import Database

TABLES = Tables(
    "calls",
    (
        """
create table calls (
  id integer primary key, account integer not null references accounts (id), callid integer not null,
  direction text not null, started integer not null, scenario text not null, number text not null,
  record text not null
)
;
create index calls_by_started on calls (account, direction, started)
""",
    ),
    ("calls",),
)


def insert(database: Database, account: int, record: Mapping[str, Any], *, number: str = "") -> None:
    """Keep a call detail record, as the API writes it.

    Args:
        database: takes it.
        account: whose it is.
        record: the record.
        number: the account's number that received the call, or forwarded it; else what the record says.
    """
    started = instants.read(record["started"])
    assert started is not None
    number = number or (record["callee"] if record["direction"] == "inbound" else record["callerNumber"])
    database.run(
        "insert into calls (account, callid, direction, started, scenario, number, record)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        (
            account,
            record["callid"],
            record["direction"],
            started,
            record["scenarioSid"],
            number,
            json.dumps(record),
        ),
    )


def between(database: Database, account: int, wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the records of a direction from a moment to before another, oldest first.

    `wanted` has direction, from and to, and if it matters scenario and number.
    """
    narrowed = [name for name in ("scenario", "number") if wanted.get(name)]
    where = "".join(f" and {name} = ?" for name in narrowed)
    for row in database.run(
        "select record from calls where account = ? and direction = ? and started >= ? and started < ?"  # noqa: S608
        f"{where} order by started, id",
        (account, wanted["direction"], wanted["from"], wanted["to"], *(wanted[name] for name in narrowed)),
    ):
        yield json.loads(row["record"])
