"""Two legs that talk with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.scheduler import Mailbox, Wait

if TYPE_CHECKING:
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun


def joined(step: StepRun, other: Leg) -> Activity:
    """Join the step's leg to another, and wait until either of the two has ended.

    The end of the step's own leg comes as `LegOver`.
    """
    if not other.is_talking:
        return
    exchange = step.session.exchange
    box = Mailbox()
    other.watchers.append(box)
    exchange.join(step.leg, other)
    try:
        while other.is_open:
            yield Wait(None, box)
    finally:
        exchange.part(step.leg)
        other.watchers.remove(box)
