"""`answer@v1`: answers the inbound call; nothing happens on one that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions.action import Immediate
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> object:
    """Answer the leg."""
    step.session.exchange.answer(step.leg)
    return UNDEFINED


ACTION = Immediate("answer", (1,), run)
