"""For actions of which only the name is public: what the world answers stands for what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.simulator import events
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun
    from callr_actions.simulator.world.model import ActionAnswer


def result_with(result: dict[str, Any], answer: ActionAnswer | None) -> object:
    """Return a result with what the world adds to it; the world's own where that is no mapping."""
    if answer is None or answer.result is None:
        return result
    return {**result, **answer.result} if isinstance(answer.result, dict) else answer.result


def answered_by_world(step: StepRun, *, takes: float, result: dict[str, Any] | None) -> Activity:
    """Take the world's answer, after the time that it says.

    Args:
        step: the step.
        takes: seconds, where the world says nothing.
        result: the result, where the world says nothing; None where it has to.

    Raises:
        ScenarioError: there is no answer and there has to be one.
    """
    facts = step.facts
    step.session.assumptions.need(facts, step.place, step.frame.leg)
    answer = step.session.outside.action(facts.id, step.params)
    if answer is None and result is None:
        step.session.assumptions.behaviour(f"{facts.name}-without-stub", step.place, step.frame.leg)
        raise step.error(
            f"what `{facts.id}` does is not public, and the world has no answer for it",
            f"put one into the world: `actions: {{{facts.id}: {{result: …}}}}`",
        )
    if answer is not None and answer.says:
        yield from step.say(answer.says)
    seconds = answer.takes if answer is not None and answer.takes is not None else takes
    if seconds:
        yield from step.sleep(round(seconds * 1000))
    given = result_with(result, answer) if result is not None else answer.result if answer else UNDEFINED
    step.emit(events.ActionAnswered, facts.id, given)
    return given
