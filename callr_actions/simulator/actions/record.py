"""`record@v1`: records what the person says until they fall silent, press a key or hang up.

Which parameters it takes is not public. A person who says nothing is waited for; the times are guesses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.actions.worldly import result_with
from callr_actions.simulator.failure import LegOver
from callr_actions.simulator.messages import Key, Silence, Words
from callr_actions.simulator.scheduler import TIMEOUT, Mailbox, Wait

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun

# Milliseconds: how long a beginning is waited for, how much silence ends a message, how long one can be.
_BEGIN = 5_000
_SILENCE = 3_000
_LONGEST = 120_000


def run(step: StepRun) -> Activity:
    """Record a message."""
    leg = step.leg
    session = step.session
    session.assumptions.need(step.facts, step.place, leg)
    answer = session.outside.action(step.facts.id, step.params)
    recording = session.recorder.start(leg, "message", step.place)
    leg.listener = Mailbox()
    leg.hearing.asking = True
    leg.hearing.box.post("asked")
    try:
        yield from _listen(step, leg.listener)
    except LegOver:
        step.store(result_with({"ok": bool(recording.spoken)}, answer))
        raise
    finally:
        leg.listener = None
        leg.hearing.asking = False
        session.recorder.stop(recording)
    result = result_with({"ok": True}, answer)
    step.emit(events.ActionAnswered, step.facts.id, result)
    return result


def _listen(step: StepRun, box: Mailbox) -> Activity:
    last = step.now + _LONGEST
    until = step.now + _BEGIN
    while True:
        message = yield Wait(min(until, last), box)
        if message is TIMEOUT or isinstance(message, Key):
            return
        if isinstance(message, Words):
            until = last
        elif isinstance(message, Silence):
            until = step.now + _SILENCE


ACTION = Action("record", (1,), run)
