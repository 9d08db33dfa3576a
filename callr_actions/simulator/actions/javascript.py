"""`javascript@v1`: runs statements, which may change variables; its result is the last one's value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions.action import Immediate
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> object:
    """Run `code`."""
    code = step.program.code.get(("code",))
    return UNDEFINED if code is None else step.statements(code)


ACTION = Immediate("javascript", (1,), run)
