"""`ringing@v1`: the caller hears ringing; nothing happens on a call that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Immediate
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> object:
    """Let the caller hear ringing."""
    if step.leg.answered is None:
        step.emit(events.Rang)
    return UNDEFINED


ACTION = Immediate("ringing", (1,), run)
