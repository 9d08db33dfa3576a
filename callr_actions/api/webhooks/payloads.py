"""Which object each type of event carries."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from callr_actions.api.models.webhooks import WebhookType

if TYPE_CHECKING:
    from callr_actions.api.models.model import Model

_MODELS: Final = "callr_actions.api.models"
# By name, so that an event imports the models of its own tag only.
_PAYLOADS: Final = {
    WebhookType.BILLING_CREDIT_TOPUP: ("billing", "CreditChange"),
    WebhookType.BILLING_CREDIT_WARNING: ("billing", "CreditChange"),
    WebhookType.BILLING_CREDIT_SHUTDOWN: ("billing", "CreditChange"),
    WebhookType.CALL_INBOUND_STARTED: ("calls", "CallRecord"),
    WebhookType.CALL_INBOUND_ENDED: ("calls", "CallRecord"),
    WebhookType.CALL_OUTBOUND_STARTED: ("calls", "CallRecord"),
    WebhookType.CALL_OUTBOUND_ENDED: ("calls", "CallRecord"),
    WebhookType.NUMBER_ASSIGNED: ("numbers", "NumberAssignment"),
    WebhookType.NUMBER_UNASSIGNED: ("numbers", "NumberAssignment"),
    WebhookType.TASK_UPDATED: ("tasks", "Task"),
    WebhookType.AUDIO_FILE_UPDATED: ("audio_files", "AudioFile"),
    WebhookType.RECORDING_UPDATED: ("recordings", "Recording"),
    WebhookType.SMS_INBOUND_RECEIVED: ("sms", "Sms"),
    WebhookType.SMS_OUTBOUND_UPDATED: ("sms", "Sms"),
}


def payload_of(kind: str) -> type[Model] | None:
    """Return the model of the payload of a type of event; None for a type that this version does not know."""
    place = _PAYLOADS.get(WebhookType(kind))
    if place is None:
        return None
    module, name = place
    return cast("type[Model]", getattr(import_module(f"{_MODELS}.{module}"), name))
