"""A plausible payload for each type of event, for trying out who receives it."""

from __future__ import annotations

from typing import Any

from callr_actions.account import instants

_CALLER, _CALLEE = "+33639980101", "+33199000101"
_SECOND = 1000


def sample(event: str, now: int) -> dict[str, Any]:
    """Return a payload for a type of event.

    Args:
        event: one of `events.TYPES`.
        now: the time, in milliseconds since 1970.
    """
    _, kind, *rest = event.split(".")
    match kind:
        case "billing":
            return _credit(rest[-1])
        case "call":
            return _call(rest[0], now, ended=rest[1] == "ended")
        case "number":
            at = instants.written(now)
            number = {"e164": _CALLEE, "class": "classic", "type": "geographic", "country": "FR"}
            return {**number, "assigned": at}
        case "task":
            task = {"id": "sample" * 6, "status": "done", "percent": 100, "ended": instants.written(now)}
            return {**task, "result": None, "error": ""}
        case "audio-file":
            return _audio_file(now)
        case "recording":
            return _recording(now)
        case _:
            return _sms(rest[0], now)


def _credit(what: str) -> dict[str, Any]:
    if what == "topup":
        return {"amount": "5000.00", "balance": "6000.00"}
    return {"balance": "950.00", "threshold": "1000.00"}


def _call(direction: str, now: int, *, ended: bool) -> dict[str, Any]:
    seconds = 42 if ended else 0
    return {
        "direction": direction,
        "callid": 240000000001,
        "callerName": "Sample",
        "callerNumber": _CALLER,
        "callerRestricted": False,
        "callee": _CALLEE,
        "started": instants.written(now - (seconds + 3) * _SECOND),
        "answered": instants.written(now - seconds * _SECOND),
        "ended": instants.written(now) if ended else None,
        "status": "answered",
        "hangupSource": "caller" if ended else "",
        "hangupCause": 16 if ended else 0,
        "hangupTech": "sip:200" if ended else "",
        "durationTotal": seconds + 3,
        "durationAnswered": seconds,
        "durationBilled": seconds,
        "billingDestinationLabel": "France",
        "billingDestinationID": 33,
        "billingDebit": "0.00",
        "billingCredit": "0.00",
        "billingPaymentType": "prepaid",
        "scenarioSid": "sample01",
        "scenarioName": "Sample",
        "scenarioTypeName": "Actions",
        "scenarioTypeVersion": "1.0",
    }


def _audio_file(now: int) -> dict[str, Any]:
    at = instants.written(now)
    return {
        "sid": "sample01",
        "name": "Sample",
        "duration": 3,
        "source": "file-upload",
        "readonly": False,
        "status": "ready",
        "created": at,
        "updated": at,
    }


def _recording(now: int) -> dict[str, Any]:
    return {
        "sid": "sample01",
        "type": "voicemail",
        "callee": _CALLEE,
        "scenario": {"sid": "sample01", "name": "Sample"},
        "callid": 240000000001,
        "created": instants.written(now),
        "readAt": None,
        "duration": 7,
        "caller": {"name": "Sample", "number": _CALLER, "restricted": False},
        "read": False,
        "status": "ready",
        "size": 56044,
        "options": {},
        "transcription": None,
    }


def _sms(direction: str, now: int) -> dict[str, Any]:
    at = instants.written(now)
    inbound = direction == "inbound"
    return {
        "direction": direction,
        "sid": "sample01",
        "from": _CALLER if inbound else _CALLEE,
        "to": _CALLEE if inbound else _CALLER,
        "body": {"text": "Hello"},
        "trafficType": "alerting",
        "status": "delivered",
        "error": "",
        "created": at,
        "delivered": at,
        "updated": at,
        "sent": None if inbound else at,
        "parts": 1,
        "network": "20801",
        "encoding": "gsm",
        "cost": "0.00" if inbound else "5.00",
        "paymentType": "prepaid",
        "statusHistory": [],
    }
