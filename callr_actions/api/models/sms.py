"""SMS messages."""

from __future__ import annotations

from msgspec import field

from callr_actions.api.models.billing import PaymentType
from callr_actions.api.models.directions import Direction
from callr_actions.api.models.model import Model
from callr_actions.api.models.money import Money
from callr_actions.api.models.open_enum import OpenEnum
from callr_actions.api.models.timestamp import Timestamp


class SmsStatus(OpenEnum):
    """How far a message is; `delivered`, `error`, `expired` and `failed` are its ends (inferred)."""

    CREATED = "created"
    ERROR = "error"
    EXPIRED = "expired"
    FAILED = "failed"
    PENDING = "pending"
    DELIVERED = "delivered"
    REMOTE_QUEUED = "remote-queued"
    SENT = "sent"


class TrafficType(OpenEnum):
    """What carriers want to know of a message."""

    MARKETING = "marketing"
    ALERTING = "alerting"


class SmsEncoding(OpenEnum):
    """How a message is written: GSM 03.38, or two bytes a character."""

    GSM = "gsm"
    UNICODE = "unicode"


class SmsBody(Model, frozen=True, kw_only=True):
    """The text of a message."""

    text: str


class StatusChange(Model, frozen=True, kw_only=True):
    """One step of a message."""

    before: SmsStatus
    after: SmsStatus
    at: Timestamp


class Sms(Model, frozen=True, kw_only=True):
    """A message.

    Attributes:
        from_: a phone number, or a sender in letters.
        error: empty when there is none.
        parts: into how many it is split.
        network: the carrier's mobile country and network codes, `20801`; empty when unknown.
        cost: cents.
    """

    direction: Direction
    sid: str
    from_: str = field(name="from")
    to: str
    body: SmsBody
    traffic_type: TrafficType
    status: SmsStatus
    error: str | None
    created: Timestamp
    delivered: Timestamp | None
    updated: Timestamp
    sent: Timestamp | None
    parts: int
    network: str | None
    encoding: SmsEncoding
    cost: Money
    payment_type: PaymentType
    status_history: tuple[StatusChange, ...]
