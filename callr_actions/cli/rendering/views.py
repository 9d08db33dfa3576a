"""Every kind of object as data: a column more in a table is a pair more here."""

from __future__ import annotations

from typing import Final

from callr_actions.cli.rendering.view import Kind, View

_TEXT, _TIME, _MONEY, _SECONDS = Kind.TEXT, Kind.TIME, Kind.MONEY, Kind.SECONDS

ACCOUNT: Final = View(
    "account",
    "accounts",
    {"name": _TEXT, "url": _TEXT, "account": _TEXT, "default": _TEXT, "protected": _TEXT},
    {"name": "name", "default": "default", "protected": "protected", "address": "url"},
)
PONG: Final = View("answer", "answers", {"pong": _TEXT, "time": _TIME}, {"pong": "pong", "time": "time"})
SCENARIO: Final = View(
    "scenario",
    "scenarios",
    {
        "sid": _TEXT,
        "name": _TEXT,
        "script": Kind.LINES,
        "format": _TEXT,
        "version": _TEXT,
        "numbers": _TEXT,
        "created": _TIME,
        "updated": _TIME,
    },
    {"sid": "sid", "name": "name", "numbers": "numbers.e164", "script": "script", "updated": "updated"},
)
RUN_STARTED: Final = View("run", "runs", {"runid": _TEXT}, {"run": "runid"})
RUN: Final = View("run", "runs", {"variables": _TEXT}, {"variables": "variables"})
RUN_KEPT: Final = View(
    "run",
    "runs",
    {
        "run": _TEXT,
        "account": _TEXT,
        "scenario": _TEXT,
        "started": _TIME,
        "outcome": _TEXT,
        "ended": _TIME,
        "variables": _TEXT,
    },
    {
        "run": "run",
        "account": "account",
        "scenario": "scenario",
        "started": "started",
        "outcome": "outcome",
    },
)
NUMBER: Final = View(
    "number",
    "numbers",
    {
        "e164": _TEXT,
        "class": _TEXT,
        "type": _TEXT,
        "assigned": _TIME,
        "country": _TEXT,
        "scenario": _TEXT,
        "enduser": _TEXT,
        "compliance": _TEXT,
        "contract": _TEXT,
        "pricing": _TEXT,
    },
    {
        "number": "e164",
        "type": "type",
        "class": "class",
        "country": "country",
        "scenario": "scenario.name",
        "scenario sid": "scenario.sid",
        "assigned": "assigned",
    },
)
STORE_COUNTRY: Final = View(
    "country",
    "countries",
    {"code": _TEXT, "country": _TEXT, "name": _TEXT},
    {"code": "code", "country": "country", "name": "name"},
)
STORE_TYPE: Final = View("type", "types", {"type": _TEXT}, {"type": "type"})
STORE_PREFIX: Final = View(
    "prefix",
    "prefixes",
    {"prefix": _TEXT, "area": _TEXT, "name": _TEXT},
    {"prefix": "prefix", "area": "area", "name": "name"},
)
RESERVATION: Final = View(
    "reservation",
    "reservations",
    {"token": _TEXT, "expires": _TIME, "contract": _TEXT, "items": _TEXT},
    {"token": "token", "numbers": "items.e164", "expires": "expires"},
)
ORDER: Final = View(
    "order",
    "orders",
    {"contract": _TEXT, "errors": _TEXT, "items": _TEXT},
    {"numbers": "items.e164", "errors": "errors.message"},
)
AUDIO_FILE: Final = View(
    "audio file",
    "audio files",
    {
        "sid": _TEXT,
        "name": _TEXT,
        "duration": _SECONDS,
        "source": _TEXT,
        "readonly": _TEXT,
        "status": _TEXT,
        "created": _TIME,
        "updated": _TIME,
    },
    {
        "sid": "sid",
        "name": "name",
        "length": "duration",
        "status": "status",
        "source": "source",
        "updated": "updated",
    },
)
PHONE_RECORDING: Final = View(
    "code", "codes", {"code": _TEXT, "number": _TEXT}, {"call": "number", "code": "code"}
)
SMS: Final = View(
    "message",
    "messages",
    {
        "direction": _TEXT,
        "sid": _TEXT,
        "from": _TEXT,
        "to": _TEXT,
        "body": _TEXT,
        "trafficType": _TEXT,
        "status": _TEXT,
        "error": _TEXT,
        "created": _TIME,
        "delivered": _TIME,
        "updated": _TIME,
        "sent": _TIME,
        "parts": _TEXT,
        "network": _TEXT,
        "encoding": _TEXT,
        "cost": _MONEY,
        "paymentType": _TEXT,
        "statusHistory": _TEXT,
    },
    {
        "sid": "sid",
        "direction": "direction",
        "from": "from",
        "to": "to",
        "status": "status",
        "cost": "cost",
        "created": "created",
        "text": "body.text",
    },
)
WEBHOOK: Final = View(
    "webhook",
    "webhooks",
    {
        "sid": _TEXT,
        "type": _TEXT,
        "endpoint": _TEXT,
        "status": _TEXT,
        "options": _TEXT,
        "failed": _TEXT,
        "lastfailed": _TIME,
        "created": _TIME,
        "updated": _TIME,
    },
    {"sid": "sid", "type": "type", "status": "status", "failed": "failed", "endpoint": "endpoint"},
)
WEBHOOK_LOG: Final = View(
    "attempt",
    "attempts",
    {
        "endpoint": _TEXT,
        "at": _TIME,
        "id": _TEXT,
        "sid": _TEXT,
        "httpcode": _TEXT,
        "try": _TEXT,
        "type": _TEXT,
    },
    {
        "at": "at",
        "type": "type",
        "webhook": "sid",
        "try": "try",
        "answer": "httpcode",
        "event": "id",
        "endpoint": "endpoint",
    },
)
RECORDING: Final = View(
    "recording",
    "recordings",
    {
        "sid": _TEXT,
        "type": _TEXT,
        "callee": _TEXT,
        "scenario": _TEXT,
        "callid": _TEXT,
        "created": _TIME,
        "readAt": _TIME,
        "duration": _SECONDS,
        "caller": _TEXT,
        "read": _TEXT,
        "status": _TEXT,
        "size": Kind.BYTES,
        "options": _TEXT,
        "transcription": _TEXT,
    },
    {
        "sid": "sid",
        "type": "type",
        "caller": "caller.number",
        "callee": "callee",
        "length": "duration",
        "read": "read",
        "status": "status",
        "created": "created",
    },
)
TASK: Final = View(
    "task",
    "tasks",
    {
        "id": _TEXT,
        "status": _TEXT,
        "percent": _TEXT,
        "ended": _TIME,
        "result": _TEXT,
        "error": _TEXT,
    },
    {"id": "id", "status": "status", "percent": "percent", "ended": "ended", "error": "error"},
)
END_USER: Final = View(
    "end user",
    "end users",
    {
        "sid": _TEXT,
        "name": _TEXT,
        "comment": _TEXT,
        "type": _TEXT,
        "created": _TIME,
        "updated": _TIME,
        "deletable": _TEXT,
        "address": _TEXT,
    },
    {"sid": "sid", "name": "name", "type": "type", "deletable": "deletable", "updated": "updated"},
)
CREDIT: Final = View("credit", "credits", {"credit": _MONEY}, {"credit": "credit"})
DESTINATION: Final = View(
    "destination", "destinations", {"id": _TEXT, "label": _TEXT}, {"id": "id", "label": "label"}
)
