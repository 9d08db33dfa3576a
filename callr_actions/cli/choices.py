"""The values that options take, for help and completion without loading the API's models.

A test holds them to the enumerations of `api/models`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from callr_actions.closest import closest

if TYPE_CHECKING:
    _Choice = click.Choice[str]
else:
    _Choice = click.Choice


class OneOf(_Choice):
    """One of some values; for another one the error names the closest."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's signature
        """Return what is wrong with a value, and which one was probably meant."""
        near = closest(str(value), self.choices)
        if near is not None:
            return f"there is no `{value}`; did you mean `{near}`?"
        return super().get_invalid_choice_message(value, ctx)


NUMBER_CLASSES: Final = ("gold", "classic")
NUMBER_TYPES: Final = (
    "geographic",
    "mobile",
    "non-geographic",
    "personal",
    "platform",
    "sharedrevenue",
    "sms-only",
    "special",
    "tollfree",
    "verified",
)
DIRECTIONS: Final = ("inbound", "outbound")
AUDIO_STATUSES: Final = ("ready", "processing", "pending-content", "pending-conversion", "error")
AUDIO_SOURCES: Final = ("phone-record", "system", "file-upload")
SMS_STATUSES: Final = (
    "created",
    "error",
    "expired",
    "failed",
    "pending",
    "delivered",
    "remote-queued",
    "sent",
)
TRAFFIC_TYPES: Final = ("marketing", "alerting")
SMS_ENCODINGS: Final = ("gsm", "unicode")
WEBHOOK_STATUSES: Final = ("disabled", "disabled-admin", "disabled-system", "enabled")
WEBHOOK_TYPES: Final = (
    "v2.billing.credit.topup",
    "v2.billing.credit.warning",
    "v2.billing.credit.shutdown",
    "v2.call.inbound.started",
    "v2.call.inbound.ended",
    "v2.call.outbound.started",
    "v2.call.outbound.ended",
    "v2.number.assigned",
    "v2.number.unassigned",
    "v2.task.updated",
    "v2.audio-file.updated",
    "v2.recording.updated",
    "v2.sms.inbound.received",
    "v2.sms.outbound.updated",
)
