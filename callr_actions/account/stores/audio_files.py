"""Audio files and their content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.listing import Search
from callr_actions.account.problem import not_found
from callr_actions.account.tables import Tables, tally

if TYPE_CHECKING:
    import sqlite3

    from callr_actions.account.database import Database

TABLES = Tables(
    "audio_files",
    (
        f"""
create table audio_files (
  id integer primary key, account integer not null references accounts (id), sid text not null unique,
  name text not null, folded text not null, created integer not null, updated integer not null,
  status text not null, source text not null, readonly integer not null, duration integer not null,
  revision integer not null
)
;
create index audio_files_by_name on audio_files (account, folded, status, source)
;
create index audio_files_by_created on audio_files (account, created, folded, status, source)
;
create index audio_files_by_updated on audio_files (account, updated, folded, status, source)
;
create table audio_contents (
  audio_file integer primary key references audio_files (id) on delete cascade, content blob not null
)
;
create table audio_phone_codes (
  code integer primary key, audio_file integer not null references audio_files (id) on delete cascade,
  number text not null
)
;
create index audio_phone_codes_by_file on audio_phone_codes (audio_file)
;
{tally("audio_files")}
""",
    ),
    ("audio_files", "audio_contents", "audio_phone_codes"),
)
SEARCH = Search(
    "audio_files",
    {"name": ("folded",), "created": ("created", "folded"), "updated": ("updated", "folded")},
)
PENDING_CONTENT, PENDING_CONVERSION, PROCESSING = "pending-content", "pending-conversion", "processing"
READY, ERROR = "ready", "error"


def insert(database: Database, account: int, sid: str, name: str, now: int) -> None:
    """Keep a new audio file that has no content yet."""
    database.run(
        "insert into audio_files (account, sid, name, folded, created, updated, status, source, readonly,"
        " duration, revision) values (?, ?, ?, ?, ?, ?, ?, 'file-upload', 0, 0, 0)",
        (account, sid, name, name.casefold(), now, now, PENDING_CONTENT),
    )


def get(database: Database, account: int, sid: str) -> sqlite3.Row:
    """Return an audio file; raises Problem 404."""
    row = database.row("select * from audio_files where sid = ? and account = ?", sid, account)
    if row is None:
        raise not_found("audio file", sid)
    return row


def rename(database: Database, row: sqlite3.Row, name: str, now: int) -> None:
    """Give an audio file another name."""
    database.run(
        "update audio_files set name = ?, folded = ?, updated = ? where id = ?",
        (name, name.casefold(), now, row["id"]),
    )


def upload(database: Database, row: sqlite3.Row, content: bytes, now: int) -> int:
    """Give an audio file a new content, which waits for its conversion; return the content's revision."""
    database.run("insert or replace into audio_contents values (?, ?)", (row["id"], content))
    database.run(
        "update audio_files set status = ?, revision = revision + 1, updated = ? where id = ?",
        (PENDING_CONVERSION, now, row["id"]),
    )
    return int(row["revision"]) + 1


def content(database: Database, row: sqlite3.Row) -> bytes:
    """Return the content of an audio file that has one."""
    found = database.row("select content from audio_contents where audio_file = ?", row["id"])
    assert found is not None
    return bytes(found["content"])


def set_status(database: Database, row: sqlite3.Row, status: str, duration: int, now: int) -> None:
    """Let an audio file go to its next status; the duration is in seconds."""
    database.run(
        "update audio_files set status = ?, duration = ?, updated = ? where id = ?",
        (status, duration, now, row["id"]),
    )


def keep_code(database: Database, row: sqlite3.Row, code: int, number: str) -> None:
    """Keep the code under which an audio file is recorded over the phone; an older one is void."""
    database.run("delete from audio_phone_codes where audio_file = ?", (row["id"],))
    database.run("insert or replace into audio_phone_codes values (?, ?, ?)", (code, row["id"], number))


def delete(database: Database, row: sqlite3.Row) -> None:
    """Forget an audio file and its content."""
    database.run("delete from audio_files where id = ?", (row["id"],))


def written(row: sqlite3.Row) -> dict[str, Any]:
    """Return an audio file as the API writes it."""
    return {
        "sid": row["sid"],
        "name": row["name"],
        "duration": row["duration"],
        "source": row["source"],
        "readonly": bool(row["readonly"]),
        "status": row["status"],
        "created": instants.written(row["created"]),
        "updated": instants.written(row["updated"]),
    }
