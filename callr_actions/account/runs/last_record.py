"""The record of a call whose run came to nothing: the platform has hung up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.telephony.cdr import CANCELLED, Ending, HangupSource

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEMPORARY_FAILURE = Ending("answered", 41, "sip:503")


def last_record(record: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Return the record of a call that the system ends now; it is not billed.

    Args:
        record: as it was when the call was last heard of.
        now: milliseconds since 1970.
    """
    started, answered = (instants.read(record[name] or "") for name in ("started", "answered"))
    assert started is not None, "every call has begun"
    ending = CANCELLED if answered is None else _TEMPORARY_FAILURE
    return {
        **record,
        "ended": instants.written(now),
        "status": ending.status,
        "hangupSource": HangupSource.SYSTEM.value,
        "hangupCause": ending.cause,
        "hangupTech": ending.tech,
        "durationTotal": _seconds(now - started),
        "durationAnswered": 0 if answered is None else _seconds(now - answered),
        "durationBilled": 0,
        "billingDebit": "0.0000",
    }


def _seconds(milliseconds: int) -> int:
    return -(-max(0, milliseconds) // 1000)
