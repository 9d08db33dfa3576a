"""Calls: hanging up, and exporting what ended."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from callr_actions.account import tasks as progress
from callr_actions.account.certainty import Certainty
from callr_actions.account.operation import PHONE, SID, Alias, Behaviour, Operation, Parameter
from callr_actions.account.problem import Problem
from callr_actions.account.runs import course
from callr_actions.account.runs.course import SYSTEM_HANGS_UP
from callr_actions.account.shapes import TASK_ID
from callr_actions.account.stores import calls, tasks
from callr_actions.account.values import Choice, Instant, Whole

if TYPE_CHECKING:
    from callr_actions.account.call import Call
    from callr_actions.account.work import Job

TAG = "Calls"
DIRECTION = Choice(("inbound", "outbound"))
CALL_ID = Whole(1, 2**63 - 1)
EXPORT = "calls-export"
EXPORT_PATH = "/__local__/exports"
_LONGEST = 31 * tasks.DAY
_MOST_A_DAY = 5
# Source: the sample of a call detail record in Callr's event pages.
COLUMNS = (
    "direction",
    "callid",
    "callerName",
    "callerNumber",
    "callerRestricted",
    "callee",
    "started",
    "answered",
    "ended",
    "status",
    "hangupSource",
    "hangupCause",
    "hangupTech",
    "durationTotal",
    "durationAnswered",
    "durationBilled",
    "billingDestinationLabel",
    "billingDestinationID",
    "billingDebit",
    "billingCredit",
    "billingPaymentType",
    "scenarioSid",
    "scenarioName",
    "scenarioTypeName",
    "scenarioTypeVersion",
)
# Text from outside: a spreadsheet would run what starts so. Phone numbers rightly start with a plus sign.
_FREE_TEXT = ("callerName", "scenarioName", "billingDestinationLabel")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def hangup(call: Call) -> None:
    course.act(call, call.at["callid"], SYSTEM_HANGS_UP)


def export(call: Call) -> str:
    query = call.query
    if query["from"] >= query["to"]:
        raise Problem(400, "`from` must be before `to`")
    if query["to"] - query["from"] > _LONGEST:
        raise Problem(400, "an export covers 31 days at most; ask for a shorter time between `from` and `to`")
    if tasks.count_of_day(call.database, call.owner.id, EXPORT, call.now) >= _MOST_A_DAY:
        seconds = (tasks.DAY - call.now % tasks.DAY) // 1000
        raise Problem(
            429,
            f"there were {_MOST_A_DAY} exports today, which is the most; the next day starts at 00:00 UTC",
            headers=(("retry-after", str(seconds)),),
        )
    return progress.start(call, EXPORT, **query)


def step(job: Job) -> None:
    progress.advance(job, EXPORT, _write)


def _write(job: Job) -> str:
    file = io.StringIO()
    table = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    table.writeheader()
    for record in calls.between(job.database, job.owner.id, job.subject):
        table.writerow({name: _cell(name, value) for name, value in record.items()})
    taskid = job.subject["taskid"]
    tasks.keep_export(job.database, job.owner.id, taskid, file.getvalue(), job.now)
    return f"{job.database.setting('origin')}{EXPORT_PATH}/{taskid}"


def _cell(name: str, value: Any) -> Any:  # noqa: ANN401 - what a record holds
    if isinstance(value, bool):
        return str(value).lower()
    if name in _FREE_TEXT and str(value).startswith(_FORMULA):
        return f"'{value}"
    return value


_CALL = (Parameter("callid", CALL_ID, required=True, says="the call's id"),)

OPERATIONS = (
    Operation(
        "callsHangup",
        TAG,
        "Hang up a call",
        "DELETE",
        "/calls/{callid}",
        hangup,
        success=204,
        at=_CALL,
        certainty=Certainty.INFERRED,
        aliases=(
            Alias("POST", "/calls/{callid}/hangup", "the path is inferred; this is the other likely one"),
        ),
        behaviours=(Behaviour("hung up by the system; 404 where no such call is in progress"),),
    ),
    Operation(
        "callsExport",
        TAG,
        "Export call detail records as CSV",
        "POST",
        "/calls/export",
        export,
        success=202,
        query=(
            Parameter("direction", DIRECTION, required=True),
            Parameter("from", Instant(), required=True, says="the first moment"),
            Parameter("to", Instant(), required=True, says="the moment before which calls started"),
            Parameter("scenario", SID, says="only calls of this scenario"),
            Parameter("number", PHONE, says="only calls received on it, or forwarded by it"),
        ),
        answer=TASK_ID,
        behaviours=(
            Behaviour("31 days at most; 5 exports a day; kept 24 hours", Certainty.DOCUMENTED),
            Behaviour("400 beyond 31 days, 429 for the sixth of a day by UTC"),
            Behaviour("the task's result is the address of the file; its columns are a CDR's fields"),
        ),
    ),
)
