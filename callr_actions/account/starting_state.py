"""A starting state of the account as a document: what a team commits, so that all start from the same.

It holds what somebody sets up: credit, scenarios, numbers, audio files, end users, webhooks, which worlds are
chosen, how numbers behave, and the same of each sub-account. What happened (messages, recordings, tasks,
logs) is not in it, nor is any key or secret.
Writing what was read gives the same document again.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.compound_values import AnyObject, Nullable, Other
from callr_actions.account.operation import COUNTRY, PHONE, SID, Parameter
from callr_actions.account.resources.audio_files import NAME as AUDIO_NAME
from callr_actions.account.resources.numbers import CLASS
from callr_actions.account.resources.numbers import TYPE as NUMBER_TYPE
from callr_actions.account.resources.scenarios import FORMAT, SCRIPT
from callr_actions.account.resources.scenarios import NAME as SCENARIO_NAME
from callr_actions.account.resources.webhooks import ENDPOINT, STATUS
from callr_actions.account.resources.webhooks import TYPE as WEBHOOK_TYPE
from callr_actions.account.stores import accounts
from callr_actions.account.values import Flag, Text

if TYPE_CHECKING:
    import sqlite3

    from callr_actions.account.database import Database

VERSION = 1
SUB_ACCOUNTS = "sub-accounts"
WORLD = "world"
BEHAVIOURS = "behaviours"
_AT = Text(
    means="be an RFC 3339 date-time such as 2024-04-24T17:42:28Z",
    must=lambda text: instants.read(text) is not None,
)
CREDIT = Text(
    pattern=r"-?[0-9]{1,12}\.[0-9]{2,4}",
    means="be an amount in cents with two to four decimals, such as 10000.00",
)
_CREATED = (Parameter("created", _AT), Parameter("updated", _AT))
# What each section of a document holds; a SID that is missing is given.
SECTIONS: dict[str, tuple[Parameter, ...]] = {
    "scenarios": (
        Parameter("sid", SID),
        Parameter("name", SCENARIO_NAME, required=True),
        Parameter("format", FORMAT, default="yaml"),
        Parameter("script", SCRIPT, required=True),
        *_CREATED,
        Parameter("world", AnyObject(), says="the one that is chosen for its runs"),
    ),
    "end-users": (
        Parameter("sid", SID),
        Parameter("name", Text(1, 32), required=True),
        Parameter("comment", Text(most=255), default=""),
        Parameter("address", AnyObject(), default={}),
        *_CREATED,
    ),
    "numbers": (
        Parameter("number", PHONE, required=True),
        Parameter("class", CLASS, default="classic"),
        Parameter("type", NUMBER_TYPE, required=True),
        Parameter("country", COUNTRY, required=True),
        Parameter("scenario", Nullable(SID)),
        Parameter("end-user", Nullable(SID)),
        Parameter("assigned", _AT),
        Parameter("contract", AnyObject()),
        Parameter("pricing", AnyObject()),
        Parameter("compliance", AnyObject(), default={"state": "compliant"}),
    ),
    "audio-files": (
        Parameter("sid", SID),
        Parameter("name", AUDIO_NAME, required=True),
        Parameter("readonly", Flag(), default=False),
        *_CREATED,
        Parameter("content", Text(1), says="base64"),
    ),
    "webhooks": (
        Parameter("sid", SID),
        Parameter("type", WEBHOOK_TYPE, required=True),
        Parameter("endpoint", ENDPOINT, required=True),
        Parameter("status", STATUS, default="enabled"),
        Parameter("options", AnyObject(), default={}),
        *_CREATED,
        Parameter("secret", Text(1), says="never written, but taken"),
    ),
    BEHAVIOURS: (
        Parameter("number", PHONE, required=True),
        Parameter("behaviour", Other("as a world says it"), required=True),
    ),
}


def write(database: Database) -> dict[str, Any]:
    """Return the account's state as a document."""
    main, *others = database.rows("select id, sid, name from accounts order by id")
    document = {"version": VERSION, **_account(database, main["id"])}
    if others:
        document[SUB_ACCOUNTS] = [
            {"sid": row["sid"], "name": row["name"], **_account(database, row["id"])} for row in others
        ]
    return document


def _account(database: Database, account: int) -> dict[str, Any]:
    writers = {
        "scenarios": ("scenarios", _scenario),
        "end-users": ("end_users", _end_user),
        "numbers": ("numbers", _number),
        "audio-files": ("audio_files", _audio_file),
        "webhooks": ("webhooks", _webhook),
    }
    document: dict[str, Any] = {"credit": accounts.cents(accounts.credit(database, account))}
    document |= _world(database, account, None)
    for section, (table, writer) in writers.items():
        rows = database.rows(f"select * from {table} where account = ? order by id", account)  # noqa: S608
        if rows:
            document[section] = [writer(database, row) for row in rows]
    behaving = database.rows("select * from behaviours where account = ? order by number", account)
    if behaving:
        document[BEHAVIOURS] = [
            {"number": row["number"], "behaviour": json.loads(row["behaviour"])} for row in behaving
        ]
    return document


def _world(database: Database, account: int, scenario: int | None) -> dict[str, Any]:
    """Return the world that is chosen for a scenario, or for the account where none is named."""
    row = database.row("select text from worlds where account = ? and scenario is ?", account, scenario)
    return {} if row is None else {WORLD: json.loads(row["text"])}


def _times(row: sqlite3.Row) -> dict[str, str]:
    return {"created": instants.written(row["created"]), "updated": instants.written(row["updated"])}


def _scenario(database: Database, row: sqlite3.Row) -> dict[str, Any]:
    said = {"sid": row["sid"], "name": row["name"], "format": row["format"], **_times(row)}
    return {**said, "script": row["script"], **_world(database, row["account"], row["id"])}


def _end_user(_: Database, row: sqlite3.Row) -> dict[str, Any]:
    said = {"sid": row["sid"], "name": row["name"], "comment": row["comment"]}
    return {**said, "address": json.loads(row["address"]), **_times(row)}


def _number(database: Database, row: sqlite3.Row) -> dict[str, Any]:
    return {
        "number": row["e164"],
        "class": row["class"],
        "type": row["type"],
        "country": row["country"],
        "scenario": _sid(database, "scenarios", row["scenario"]),
        "end-user": _sid(database, "end_users", row["enduser"]),
        "assigned": instants.written(row["assigned"]),
        **{name: json.loads(row[name]) for name in ("contract", "pricing", "compliance")},
    }


def _audio_file(database: Database, row: sqlite3.Row) -> dict[str, Any]:
    said = {"sid": row["sid"], "name": row["name"], "readonly": bool(row["readonly"]), **_times(row)}
    found = database.row("select content from audio_contents where audio_file = ?", row["id"])
    return said if found is None else {**said, "content": b64encode(found["content"]).decode()}


def _webhook(_: Database, row: sqlite3.Row) -> dict[str, Any]:
    said = {"sid": row["sid"], "type": row["type"], "endpoint": row["endpoint"], "status": row["status"]}
    return {**said, "options": json.loads(row["options"]), **_times(row)}


def _sid(database: Database, table: str, row_id: int | None) -> str | None:
    if row_id is None:
        return None
    row = database.row(f"select sid from {table} where id = ?", row_id)  # noqa: S608 - our own names
    assert row is not None
    return str(row["sid"])
