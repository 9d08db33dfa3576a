"""Audio files: search, upload, get, update, delete; and how a content becomes ready."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from callr_actions.account import events, listing
from callr_actions.account.certainty import Certainty
from callr_actions.account.compound_values import Binary
from callr_actions.account.operation import (
    COUNTRY,
    Alias,
    Behaviour,
    Body,
    Operation,
    Parameter,
    page_of,
    paging,
    record,
    sid_in_path,
)
from callr_actions.account.problem import Problem
from callr_actions.account.shapes import TEXT, TIME, WHOLE, YES_NO
from callr_actions.account.sound import examine
from callr_actions.account.stock import RANGES
from callr_actions.account.stores import audio_files
from callr_actions.account.values import Choice, Text
from callr_actions.account.work import later

if TYPE_CHECKING:
    import sqlite3

    from callr_actions.account.call import Call
    from callr_actions.account.work import Job

TAG = "Audio Files"
STEP = "audio-step"
NAME = Text(1, 64, example="My Audio File")
STATUS = Choice(("ready", "processing", "pending-content", "pending-conversion", "error"))
SOURCE = Choice(("phone-record", "system", "file-upload"))
AUDIO_FILE = record(
    sid=TEXT, name=TEXT, duration=WHOLE, source=TEXT, readonly=YES_NO, status=TEXT, created=TIME, updated=TIME
)
_SID = sid_in_path("the audio file's SID")
_STEP_TIME = 500
_MULTIPART = "multipart/form-data"
_FILE = Parameter("file", Binary(), required=True, says="the audio: flac, mpeg, mp4, ogg or wav")
_STATES = Behaviour(
    "pending-conversion, processing, then ready or error; the event v2.audio-file.updated tells",
    Certainty.DOCUMENTED,
)
_CONTENT = Behaviour("ready where the content is one of the formats and has a length, whatever it is called")
_NOBODY_ANSWERS = "the number is one kept free for fiction: recording by phone comes with the simulator"


def search(call: Call) -> dict[str, Any]:
    query = call.query
    filters = [listing.equal(name, query[name]) for name in ("status", "source") if name in query]
    if "name" in query:
        filters.append(listing.containing("folded", query["name"]))
    page = listing.find(call.database, audio_files.SEARCH, call.owner.id, query, filters)
    return listing.answer(page, [audio_files.written(row) for row in page.rows], query)


def upload(call: Call) -> dict[str, Any]:
    sid = call.names.sid()
    audio_files.insert(call.database, call.owner.id, sid, call.body["name"], call.now)
    if "file" in call.body:
        _receive(call, audio_files.get(call.database, call.owner.id, sid))
    return _one(call, sid)


def get(call: Call) -> dict[str, Any]:
    return _one(call, call.at["sid"])


def delete(call: Call) -> None:
    audio_files.delete(call.database, _changeable(call))


def update(call: Call) -> dict[str, Any]:
    row = _changeable(call)
    if "name" in call.body:
        audio_files.rename(call.database, row, call.body["name"], call.now)
    return get(call)


def update_file(call: Call) -> dict[str, Any]:
    _receive(call, _changeable(call))
    return get(call)


def update_on_the_phone(call: Call) -> dict[str, Any]:
    row = _changeable(call)
    ranges = RANGES.get((call.query["country"], "geographic")) or RANGES["FR", "geographic"]
    number = f"{ranges[0].prefix}{0:0{ranges[0].digits}d}"
    code = 100_000 + call.names.number("phone-code", 900_000)
    audio_files.keep_code(call.database, row, code, number)
    return {"code": code, "number": number}


def step(job: Job) -> None:
    sid = job.subject["sid"]
    row = job.database.row("select * from audio_files where sid = ?", sid)
    if row is None or row["revision"] != job.subject["revision"]:
        # Deleted, or another content came meanwhile.
        return
    if row["status"] == audio_files.PENDING_CONVERSION:
        audio_files.set_status(job.database, row, audio_files.PROCESSING, row["duration"], job.now)
        later(job, STEP, _STEP_TIME, **job.subject)
    else:
        sound = examine(audio_files.content(job.database, row))
        status = audio_files.ERROR if sound is None else audio_files.READY
        seconds = 0 if sound is None else math.ceil(sound.seconds)
        audio_files.set_status(job.database, row, status, seconds, job.now)
    _announce(job, sid)


def _receive(call: Call, row: sqlite3.Row) -> None:
    revision = audio_files.upload(call.database, row, call.body["file"], call.now)
    later(call, STEP, _STEP_TIME, sid=row["sid"], revision=revision)
    _announce(call, row["sid"])


def _announce(cause: Call | Job, sid: str) -> None:
    row = audio_files.get(cause.database, cause.owner.id, sid)
    events.announce(cause, "v2.audio-file.updated", audio_files.written(row))


def _changeable(call: Call) -> sqlite3.Row:
    row = audio_files.get(call.database, call.owner.id, call.at["sid"])
    if row["readonly"]:
        raise Problem(403, f"the audio file `{row['sid']}` is read-only")
    return row


def _one(call: Call, sid: str) -> dict[str, Any]:
    return audio_files.written(audio_files.get(call.database, call.owner.id, sid))


OPERATIONS = (
    Operation(
        "audioFilesSearch",
        TAG,
        "Search audio files",
        "GET",
        "/audio-files",
        search,
        query=(
            Parameter("name", Text(1, 64), says="a part of the name"),
            Parameter("status", STATUS),
            Parameter("source", SOURCE),
            *paging("name", "created", "updated", default="updated"),
        ),
        answer=page_of(AUDIO_FILE),
    ),
    Operation(
        "audioFilesUpload",
        TAG,
        "Upload an audio file, or name one to be uploaded",
        "POST",
        "/audio-files",
        upload,
        success=201,
        bodies=(
            Body((_FILE, Parameter("name", NAME, required=True)), media=_MULTIPART),
            Body((Parameter("name", NAME, required=True),)),
        ),
        answer=AUDIO_FILE,
        behaviours=(
            _STATES,
            _CONTENT,
            Behaviour("as JSON: pending-content, until the file comes", Certainty.DOCUMENTED),
        ),
    ),
    Operation(
        "audioFilesGet",
        TAG,
        "Get an audio file",
        "GET",
        "/audio-files/{sid}",
        get,
        at=(_SID,),
        answer=AUDIO_FILE,
    ),
    Operation(
        "audioFilesDelete",
        TAG,
        "Delete an audio file",
        "DELETE",
        "/audio-files/{sid}",
        delete,
        success=204,
        at=(_SID,),
        behaviours=(Behaviour("403 for one that is read-only"),),
    ),
    Operation(
        "audioFilesUpdate",
        TAG,
        "Change an audio file's name",
        "PATCH",
        "/audio-files/{sid}",
        update,
        at=(_SID,),
        bodies=(Body((Parameter("name", NAME),)),),
        answer=AUDIO_FILE,
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "audioFilesUpdateFile",
        TAG,
        "Upload the content of an audio file",
        "POST",
        "/audio-files/{sid}/file",
        update_file,
        at=(_SID,),
        bodies=(Body((_FILE,), media=_MULTIPART),),
        answer=AUDIO_FILE,
        aliases=(Alias("PUT", "/audio-files/{sid}/file", "the migration guide prints PUT"),),
        behaviours=(_STATES, _CONTENT),
    ),
    Operation(
        "audioFilesUpdatePhone",
        TAG,
        "Get a number and a code to record an audio file by phone",
        "PUT",
        "/audio-files/{sid}/phone-id",
        update_on_the_phone,
        at=(_SID,),
        query=(Parameter("country", COUNTRY, required=True),),
        answer=record(code=WHOLE, number=TEXT),
        behaviours=(
            Behaviour("another country's number where it has none of its own", Certainty.DOCUMENTED),
            Behaviour(_NOBODY_ANSWERS),
        ),
    ),
)
