"""What only the local account has, as data; see `views.py` for the rest."""

from __future__ import annotations

from typing import Final

from callr_actions.cli.rendering.view import Kind, View

DELIVERY: Final = View(
    "waiting delivery",
    "waiting deliveries",
    {
        "sid": Kind.TEXT,
        "id": Kind.TEXT,
        "type": Kind.TEXT,
        "endpoint": Kind.TEXT,
        "due": Kind.TIME,
        "try": Kind.TEXT,
    },
    {"webhook": "sid", "type": "type", "endpoint": "endpoint", "due": "due", "try": "try"},
)
RUN_STATE: Final = View(
    "run",
    "runs",
    {
        "runid": Kind.TEXT,
        "type": Kind.TEXT,
        "scenario": Kind.TEXT,
        "state": Kind.TEXT,
        "outcome": Kind.TEXT,
        "error": Kind.TEXT,
        "started": Kind.TIME,
        "ended": Kind.TIME,
        "next": Kind.TIME,
        "events": Kind.TEXT,
        "variables": Kind.TEXT,
    },
    {
        "run": "runid",
        "scenario": "scenario.name",
        "state": "state",
        "started": "started",
        "ended": "ended",
        "error": "error.message",
    },
)
LIVE_CALL: Final = View(
    "call in progress",
    "calls in progress",
    {"callid": Kind.TEXT, "runid": Kind.TEXT, "leg": Kind.TEXT, "record": Kind.TEXT},
    {
        "call": "callid",
        "run": "runid",
        "leg": "leg",
        "from": "record.callerNumber",
        "to": "record.callee",
        "started": "record.started",
        "answered": "record.answered",
    },
)
