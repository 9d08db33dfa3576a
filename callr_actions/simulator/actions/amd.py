"""`amd@v2`: tells who took the call, as the world says; without a word from it, a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.actions.worldly import answered_by_world

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> Activity:
    """Decide who took the call."""
    return (yield from answered_by_world(step, takes=2.0, result={"ok": True, "result": "human"}))


ACTION = Action("amd", (2,), run)
