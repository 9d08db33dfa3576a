"""What a run leaves on the account: calls and their records, recordings, messages, costs, and their events.

All of it is written in the transaction that goes on with the run, so each thing is there once, whoever is
killed when. Its time is the run's, which may lie a little before the moment at which it is written.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from callr_actions.account import events, money
from callr_actions.account.resources import sms as messages
from callr_actions.account.runs import notes
from callr_actions.account.stores import calls, recordings, runs
from callr_actions.account.stores.accounts import UNITS_A_CENT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from typing import Any

    from callr_actions.account.work import Job


def write(job: Job, row: sqlite3.Row, number: str, fact: notes.Fact) -> None:
    """Write down a fact of a run.

    Args:
        job: goes on with the run.
        row: the run.
        number: the account's number that the run is about, "" for none.
        fact: what happened.
    """
    cause = replace(job, now=row["began"] + fact.at)
    match fact:
        case notes.CallStarted(_, leg, record):
            runs.begin_call(cause.database, row, leg, record)
            events.announce(cause, f"v2.call.{record['direction']}.started", record)
        case notes.CallAnswered(_, record):
            runs.change_call(cause.database, record)
        case notes.CallEnded(_, record):
            end_call(cause, number, record)
        case notes.Recorded(_, recording):
            _keep_recording(cause, recording)
        case notes.Texted(_, sid, to, sender, text):
            for at, recipient in enumerate(to):
                messages.send_from_run(cause, sid if at == 0 else None, recipient, sender, text)


def end_call(cause: Job, number: str, record: Mapping[str, Any]) -> None:
    """Keep the record of a call that has ended, charge what it costs, and tell."""
    runs.end_call(cause.database, record["callid"])
    calls.insert(cause.database, cause.owner.id, record, number=number)
    units = int(Decimal(record["billingDebit"]) * UNITS_A_CENT)
    if units:
        money.charge(cause, units)
    events.announce(cause, f"v2.call.{record['direction']}.ended", record)


def _keep_recording(cause: Job, value: Mapping[str, Any]) -> None:
    given = {
        "type": value["type"],
        "caller": value["caller"]["number"],
        "callee": value["callee"],
        "callid": value["callid"],
        "duration": value["duration"],
        "size": value["size"],
        "details": {name: value[name] for name in ("scenario", "caller", "options", "transcription")},
    }
    sid = value["sid"]
    recordings.insert(cause.database, cause.owner.id, sid, given, cause.now)
    made = recordings.get(cause.database, cause.owner.id, sid)
    events.announce(cause, "v2.recording.updated", recordings.written(made))
