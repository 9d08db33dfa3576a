"""Webhooks, the log of their deliveries, and the types of events."""

from __future__ import annotations

from typing import Any

from msgspec import field

from callr_actions.api.models.model import Model
from callr_actions.api.models.open_enum import OpenEnum
from callr_actions.api.models.timestamp import Timestamp


class WebhookType(OpenEnum):
    """What happened."""

    BILLING_CREDIT_TOPUP = "v2.billing.credit.topup"
    BILLING_CREDIT_WARNING = "v2.billing.credit.warning"
    BILLING_CREDIT_SHUTDOWN = "v2.billing.credit.shutdown"
    CALL_INBOUND_STARTED = "v2.call.inbound.started"
    CALL_INBOUND_ENDED = "v2.call.inbound.ended"
    CALL_OUTBOUND_STARTED = "v2.call.outbound.started"
    CALL_OUTBOUND_ENDED = "v2.call.outbound.ended"
    NUMBER_ASSIGNED = "v2.number.assigned"
    NUMBER_UNASSIGNED = "v2.number.unassigned"
    TASK_UPDATED = "v2.task.updated"
    AUDIO_FILE_UPDATED = "v2.audio-file.updated"
    RECORDING_UPDATED = "v2.recording.updated"
    SMS_INBOUND_RECEIVED = "v2.sms.inbound.received"
    SMS_OUTBOUND_UPDATED = "v2.sms.outbound.updated"


class WebhookStatus(OpenEnum):
    """Whether events are delivered, and who switched them off: you, Callr's staff or its system."""

    DISABLED = "disabled"
    DISABLED_ADMIN = "disabled-admin"
    DISABLED_SYSTEM = "disabled-system"
    ENABLED = "enabled"


class Webhook(Model, frozen=True, kw_only=True):
    """A webhook.

    Attributes:
        options: its keys are not documented; it can hold the secret of the signature,
            so `repr` leaves it out.
        failed: how many deliveries failed.
    """

    sid: str
    type: WebhookType
    endpoint: str
    status: WebhookStatus
    options: dict[str, Any] | None
    failed: int
    last_failed: Timestamp | None = field(name="lastfailed")
    created: Timestamp
    updated: Timestamp

    def __repr__(self) -> str:
        return f"Webhook(sid={self.sid!r}, type={self.type.value!r}, endpoint={self.endpoint!r}, ...)"


class WebhookLog(Model, frozen=True, kw_only=True):
    """One attempt to deliver an event; every key is inferred from the filters of the search.

    Attributes:
        id: of the event.
        sid: of the webhook.
        http_code: what the endpoint answered.
        attempt: 0 for the first.
    """

    endpoint: str | None = None
    at: Timestamp | None = None
    id: str | None = None
    sid: str | None = None
    http_code: int | None = field(name="httpcode", default=None)
    attempt: int | None = field(name="try", default=None)
    type: WebhookType | None = None
