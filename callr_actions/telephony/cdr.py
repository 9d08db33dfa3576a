"""Call detail records, in the spelling of compat version 2025-09-01, and the ways in which a call ends.

Fields: https://docs.callr.com/docs/callr-actions-pre-defined-variables and
https://docs.callr.com/reference/webhook-v2-call-inbound-ended. Causes are those of ITU-T Q.850, the SIP
statuses those that RFC 3398 maps them to.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from callr_actions.named_tuple import NamedTuple


class HangupSource(Enum):
    """Who ended a call."""

    CALLER = "caller"
    CALLEE = "callee"
    SYSTEM = "system"


class Ending(NamedTuple):
    """How a call ends.

    Attributes:
        status: `answered`, `missed` or `failed`; no page lists them all.
        cause: the ISDN cause of Q.850.
        tech: the technical cause.
    """

    status: str
    cause: int
    tech: str


NORMAL = Ending("answered", 16, "sip:200")
CANCELLED = Ending("missed", 16, "sip:487")
"""Given up by whoever called, before anybody answered."""
BUSY = Ending("missed", 17, "sip:486")
NO_ANSWER = Ending("missed", 19, "sip:480")
REJECTED = Ending("missed", 21, "sip:603")
UNREACHABLE = Ending("failed", 20, "sip:404")


class Cdr(NamedTuple):
    """A call detail record. Times are RFC 3339, durations seconds, amounts cents as decimal text.

    Attributes:
        ended: None while the call lasts, and with it everything about its end.
    """

    direction: str
    callid: int
    caller_name: str
    caller_number: str
    caller_restricted: bool
    callee: str
    started: str
    answered: str | None
    ended: str | None
    status: str | None
    hangup_source: str | None
    hangup_cause: int | None
    hangup_tech: str | None
    duration_total: int
    duration_answered: int
    duration_billed: int
    billing_destination_label: str
    billing_destination_id: int
    billing_debit: str
    billing_credit: str
    billing_payment_type: str
    scenario_sid: str
    scenario_name: str
    scenario_type_name: str = "Actions"
    scenario_type_version: str = "1.0"

    def to_json(self) -> dict[str, Any]:
        """Return the record in the API's spelling."""
        return {_camel_case(name): value for name, value in self._asdict().items()}


def _camel_case(name: str) -> str:
    if name == "billing_destination_id":
        return "billingDestinationID"
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
