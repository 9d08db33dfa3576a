"""`memcache@v1`: what it does is not public; without an answer of the world the run stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.actions.worldly import answered_by_world

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> Activity:
    """Take the answer of the world."""
    return (yield from answered_by_world(step, takes=0.0, result=None))


ACTION = Action("memcache", (1,), run)
