"""`sms@v1`: sends a text message; it is taken at once, whatever becomes of it later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Immediate
from callr_actions.telephony.gsm0338 import Capacity, size

if TYPE_CHECKING:
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> object:
    """Send `body` to everybody in `to`."""
    session = step.session
    limit = session.program.catalog.limit
    body = step.params["body"]
    longest = int(limit("sms-text-characters"))
    if len(body) > longest:
        raise step.error(f"the text has {len(body):,} characters; a message takes {longest:,} at most")
    taken = size(
        body,
        Capacity(int(limit("sms-gsm-single")), int(limit("sms-gsm-part"))),
        Capacity(int(limit("sms-unicode-single")), int(limit("sms-unicode-part"))),
    )
    sid = session.ids.sid()
    step.emit(
        events.SmsSent, sid, tuple(step.params["to"]), step.params.get("from") or None, body, taken.parts
    )
    return {"ok": True, "sid": sid}


ACTION = Immediate("sms", (1,), run)
