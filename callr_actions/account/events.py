"""What happens on an account, told to its webhooks.

An event is written down for every webhook that wants it in the transaction of what caused it: what was
acknowledged is also announced. The courier sends it later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account.stores import webhooks

if TYPE_CHECKING:
    from callr_actions.account.call import Call
    from callr_actions.account.work import Job

# Source: the event pages of Callr's REST API v2.0.
TYPES = (
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


def announce(cause: Call | Job, event: str, payload: Any) -> None:  # noqa: ANN401 - each event has its own
    """Write an event down for each enabled webhook of its type.

    Args:
        cause: the request or the work that it comes from.
        event: one of `TYPES`.
        payload: what the event says, as JSON.
    """
    for webhook in webhooks.wanting(cause.database, cause.owner.id, event):
        webhooks.enqueue(cause.database, webhook, cause.names.event(cause.now), payload, cause.now)
