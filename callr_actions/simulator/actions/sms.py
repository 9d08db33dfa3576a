"""`sms@v1`: sends a text message; it is taken at once, whatever becomes of it later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Immediate
from callr_actions.telephony.gsm0338 import Capacity, size

if TYPE_CHECKING:
    from callr_actions.simulator.step_run import StepRun

_NUMBER = lazy_pattern(r"\+[1-9][0-9]{5,32}")


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
    wrong = [number for number in step.params["to"] if not _NUMBER.fullmatch(str(number))]
    if wrong:
        step.warn(f"`{wrong[0]}` is no phone number in E.164 form, so nothing is sent")
        return {"ok": False}
    sid = session.ids.sid()
    step.emit(
        events.SmsSent, sid, tuple(step.params["to"]), step.params.get("from") or None, body, taken.parts
    )
    return {"ok": True, "sid": sid}


ACTION = Immediate("sms", (1,), run)
