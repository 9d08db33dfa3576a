"""`bridge@v1`: joins the called leg to the one that dialled it, until either hangs up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.joined import joined
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> Activity:
    """Join this leg to the dialling one."""
    dialler = step.frame.dialler
    if dialler is None:
        raise step.error(
            "`bridge@v1` joins a called leg to the one that dialled it, and here no leg did",
            "use it in a branch that `answerOnBranch` names, in a run with a call",
        )
    step.session.exchange.answer(dialler)
    yield from joined(step, dialler)
    return UNDEFINED


ACTION = Action("bridge", (1,), run)
