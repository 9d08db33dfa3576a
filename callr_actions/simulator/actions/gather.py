"""`gather@v2`: a prompt, and the keys that the person presses from its first word on.

A key ends the prompt. Then the next one has to follow within `timeout`, counted from the prompt's end or
from the last key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.failure import LegOver
from callr_actions.simulator.messages import Key
from callr_actions.simulator.scheduler import TIMEOUT, Mailbox, Wait

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun

_FINISH = "#"


class _Keys:
    """What has been pressed so far."""

    def __init__(self, step: StepRun) -> None:
        self._most = step.params.get("maxDigits")
        finish = step.params.get("finishKey")
        self._finish = finish if isinstance(finish, str) else _FINISH
        self.digits = ""
        self.complete = False

    def press(self, key: str) -> None:
        if key == self._finish:
            self.complete = True
            return
        self.digits += key
        self.complete = isinstance(self._most, int) and len(self.digits) >= self._most


def run(step: StepRun) -> Activity:
    """Collect keys."""
    keys = _Keys(step)
    box = Mailbox()
    leg = step.leg
    leg.listener = box
    reason = "hangup"
    try:
        reason = yield from _collect(step, keys, box)
    except LegOver:
        _finish(step, keys, "hangup")
        raise
    finally:
        leg.listener = None
        leg.hearing.asking = False
    return _finish(step, keys, reason, store=False)


def _finish(step: StepRun, keys: _Keys, reason: str, *, store: bool = True) -> dict[str, object]:
    result: dict[str, object] = {"ok": bool(keys.digits), "digits": keys.digits, "reason": reason}
    step.emit(events.Gathered, keys.digits, reason)
    if store:
        step.store(result)
    return result


def _collect(step: StepRun, keys: _Keys, box: Mailbox) -> Activity:
    timeout = round(step.number("timeout", "gather-timeout") * 1000)
    prompt = step.params.get("prompt")
    what = prompt.get("what") if isinstance(prompt, dict) else None
    if isinstance(what, str) and what:
        _take(keys, (yield from step.say(what, prompt=True, box=box)))
    hearing = step.leg.hearing
    hearing.asking = True
    hearing.box.post("asked")
    until = step.now + timeout
    while not keys.complete:
        message = yield Wait(until, box)
        if message is TIMEOUT:
            return "timeout"
        if _take(keys, message):
            until = step.now + timeout
    return "complete"


def _take(keys: _Keys, message: object) -> bool:
    if isinstance(message, Key):
        keys.press(message.key)
        return True
    return False


ACTION = Action("gather", (2,), run)
