"""`hangup@v1`: hangs up the leg; its branch ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from callr_actions.simulator.actions.action import Immediate
from callr_actions.simulator.failure import LegOver
from callr_actions.telephony.cdr import HangupSource

if TYPE_CHECKING:
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> NoReturn:
    """Hang up, and skip the rest of the branch."""
    step.session.exchange.end(step.leg, HangupSource.SYSTEM)
    raise LegOver(step.leg)


ACTION = Immediate("hangup", (1,), run)
