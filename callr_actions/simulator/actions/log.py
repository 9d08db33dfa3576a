"""`log@v1`: writes a line to the account's log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Immediate
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> object:
    """Log `message`."""
    step.emit(events.Logged, step.params["message"])
    return UNDEFINED


ACTION = Immediate("log", (1,), run)
