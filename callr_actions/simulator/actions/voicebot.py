"""`voicebot@v1`: an agent talks for as long as the world says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.actions.worldly import answered_by_world

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> Activity:
    """Let the agent talk."""
    return (yield from answered_by_world(step, takes=30.0, result={"ok": True}))


ACTION = Action("voicebot", (1,), run)
