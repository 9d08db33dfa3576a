"""Recordings: search, get, mark as read, delete; one by one or many in a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import events, listing
from callr_actions.account import tasks as progress
from callr_actions.account.certainty import Certainty
from callr_actions.account.compound_values import Several
from callr_actions.account.operation import (
    PHONE,
    SID,
    Behaviour,
    Body,
    Operation,
    Parameter,
    page_of,
    paging,
    record,
    sid_in_path,
)
from callr_actions.account.resources.calls import CALL_ID
from callr_actions.account.shapes import OBJECT, TASK_ID, TEXT, TIME, TIME_OR_NULL, WHOLE, YES_NO
from callr_actions.account.stores import recordings
from callr_actions.account.values import Flag, Instant, Text, Whole

if TYPE_CHECKING:
    from callr_actions.account.call import Call
    from callr_actions.account.work import Job

TAG = "Recordings"
RECORDING = record(
    sid=TEXT,
    type=TEXT,
    callee=TEXT,
    callid=WHOLE,
    created=TIME,
    readAt=TIME_OR_NULL,
    duration=WHOLE,
    read=YES_NO,
    status=TEXT,
    size=WHOLE,
    scenario=OBJECT,
    caller=OBJECT,
    options=OBJECT,
    transcription=OBJECT,
)
UPDATE, DELETE = "recordings-update", "recordings-delete"
_AT = sid_in_path("the recording's SID")
_MANY = Parameter("sid", Several(SID, 100), says="which ones; without it, all recordings")
_CONDITIONS = {
    "sid": "sid = ?",
    "type": "type = ?",
    "caller": "caller = ?",
    "callee": "callee = ?",
    "callid": "callid = ?",
    "read": "(read_at is not null) = ?",
    "readAfter": "read_at > ?",
    "readBefore": "read_at < ?",
    "createdAfter": "created > ?",
    "createdBefore": "created < ?",
    "minDuration": "duration >= ?",
}


def search(call: Call) -> dict[str, Any]:
    query = call.query
    filters = [listing.Filter(sql, (query[name],)) for name, sql in _CONDITIONS.items() if name in query]
    page = listing.find(call.database, recordings.SEARCH, call.owner.id, query, filters)
    return listing.answer(page, [recordings.written(row) for row in page.rows], query)


def get(call: Call) -> dict[str, Any]:
    return recordings.written(recordings.get(call.database, call.owner.id, call.at["sid"]))


def update(call: Call) -> dict[str, Any]:
    sid = call.at["sid"]
    recordings.get(call.database, call.owner.id, sid)
    if "read" in call.body:
        _mark(call, [sid], read=call.body["read"])
    return get(call)


def delete(call: Call) -> None:
    recordings.get(call.database, call.owner.id, call.at["sid"])
    recordings.delete(call.database, call.owner.id, [call.at["sid"]])


def update_many(call: Call) -> str:
    return progress.start(call, UPDATE, sids=call.query.get("sid"), read=call.body["read"])


def delete_many(call: Call) -> str:
    return progress.start(call, DELETE, sids=call.query.get("sid"))


def update_step(job: Job) -> None:
    def mark(job: Job) -> dict[str, int]:
        return {"updated": _mark(job, job.subject["sids"], read=job.subject["read"])}

    progress.advance(job, UPDATE, mark)


def delete_step(job: Job) -> None:
    def remove(job: Job) -> dict[str, int]:
        return {"deleted": recordings.delete(job.database, job.owner.id, job.subject["sids"])}

    progress.advance(job, DELETE, remove)


def _mark(cause: Call | Job, sids: list[str] | None, *, read: bool) -> int:
    changed = recordings.mark(cause.database, cause.owner.id, sids, read=read, now=cause.now)
    for sid in changed:
        row = recordings.get(cause.database, cause.owner.id, sid)
        events.announce(cause, "v2.recording.updated", recordings.written(row))
    return len(changed)


_TASK = Behaviour("done by a task; its result says how many there were")

OPERATIONS = (
    Operation(
        "recordingsSearch",
        TAG,
        "Search recordings",
        "GET",
        "/recordings",
        search,
        query=(
            Parameter("sid", SID),
            Parameter("type", Text(), says="`call`, `recording`, `voicemail` …"),
            Parameter("caller", PHONE),
            Parameter("callee", PHONE),
            Parameter("callid", CALL_ID),
            Parameter("read", Flag()),
            Parameter("readAfter", Instant()),
            Parameter("readBefore", Instant()),
            Parameter("createdAfter", Instant()),
            Parameter("createdBefore", Instant()),
            Parameter("minDuration", Whole(0), says="in seconds"),
            *paging("created", default="created"),
        ),
        answer=page_of(RECORDING),
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "recordingsUpdateBulk",
        TAG,
        "Mark many recordings",
        "PATCH",
        "/recordings",
        update_many,
        success=202,
        query=(_MANY,),
        bodies=(Body((Parameter("read", Flag(), required=True),)),),
        answer=TASK_ID,
        certainty=Certainty.INFERRED,
        behaviours=(_TASK,),
    ),
    Operation(
        "recordingsDeleteBulk",
        TAG,
        "Delete many recordings",
        "DELETE",
        "/recordings",
        delete_many,
        success=202,
        query=(_MANY,),
        answer=TASK_ID,
        certainty=Certainty.INFERRED,
        behaviours=(_TASK,),
    ),
    Operation(
        "recordingsGet",
        TAG,
        "Get a recording",
        "GET",
        "/recordings/{sid}",
        get,
        at=(_AT,),
        answer=RECORDING,
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "recordingsUpdate",
        TAG,
        "Mark a recording",
        "PATCH",
        "/recordings/{sid}",
        update,
        at=(_AT,),
        bodies=(Body((Parameter("read", Flag()),)),),
        answer=RECORDING,
        certainty=Certainty.INFERRED,
        behaviours=(Behaviour("read sets `readAt`, not read makes it null", Certainty.INFERRED),),
    ),
    Operation(
        "recordingsDelete",
        TAG,
        "Delete a recording",
        "DELETE",
        "/recordings/{sid}",
        delete,
        success=204,
        at=(_AT,),
        certainty=Certainty.INFERRED,
    ),
)
