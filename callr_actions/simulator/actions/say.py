"""`say@v2`: speaks a text; the step lasts as long as the words do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> Activity:
    """Speak `what`."""
    yield from step.say(step.params["what"])
    return UNDEFINED


ACTION = Action("say", (2,), run)
