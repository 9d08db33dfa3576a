"""The record of a call (CDR), which webhooks carry; no operation reads one."""

from __future__ import annotations

from msgspec import field

from callr_actions.api.models.billing import PaymentType
from callr_actions.api.models.directions import Direction
from callr_actions.api.models.model import Model
from callr_actions.api.models.money import Money
from callr_actions.api.models.open_enum import OpenEnum
from callr_actions.api.models.timestamp import Timestamp


class HangupSource(OpenEnum):
    """Who ended a call."""

    CALLER = "caller"
    CALLEE = "callee"
    SYSTEM = "system"


class CallRecord(Model, frozen=True, kw_only=True):
    """A call, when it started or when it ended.

    What is only known at the end is optional: whether a call that just started has these keys is not
    documented.

    Attributes:
        caller_number: empty when the caller hides it.
        status: such as `answered`; the other values are not documented.
        hangup_cause: a cause of ITU-T Q.850, such as 16.
        hangup_tech: the cause as the network says it, such as `sip:200`.
        duration_total: seconds, as are the other durations.
        billing_debit: cents.
        scenario_type_name: `Actions`.
        scenario_type_version: of the scenario language.
    """

    direction: Direction
    call_id: int = field(name="callid")
    caller_name: str
    caller_number: str
    caller_restricted: bool
    callee: str
    started: Timestamp
    answered: Timestamp | None = None
    ended: Timestamp | None = None
    status: str | None = None
    hangup_source: HangupSource | None = None
    hangup_cause: int | None = None
    hangup_tech: str | None = None
    duration_total: int | float | None = None
    duration_answered: int | float | None = None
    duration_billed: int | float | None = None
    billing_destination_label: str | None = None
    billing_destination_id: int | None = field(name="billingDestinationID", default=None)
    billing_debit: Money | None = None
    billing_credit: Money | None = None
    billing_payment_type: PaymentType | None = None
    scenario_sid: str | None = None
    scenario_name: str | None = None
    scenario_type_name: str | None = None
    scenario_type_version: str | None = None
