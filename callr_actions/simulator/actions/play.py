"""`play@v1`: plays an audio file. Which parameters it takes is not public, so the world says how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.actions.worldly import result_with

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun

_SECONDS = 5.0


def run(step: StepRun) -> Activity:
    """Play for as long as the world says."""
    step.session.assumptions.need(step.facts, step.place, step.leg)
    answer = step.session.outside.action(step.facts.id, step.params)
    seconds = answer.takes if answer is not None and answer.takes is not None else _SECONDS
    step.emit(events.Played, step.params, seconds)
    yield from step.sleep(round(seconds * 1000))
    return result_with({"ok": True}, answer)


ACTION = Action("play", (1,), run)
