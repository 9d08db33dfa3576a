"""`dial@v1`: calls targets in order until one answers, then joins both legs or runs a branch on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.facts import Context
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.simulator import events
from callr_actions.simulator.actions.action import Action
from callr_actions.simulator.behaviour import Behaviour, Taking
from callr_actions.simulator.failure import LegOver
from callr_actions.simulator.joined import joined
from callr_actions.simulator.person import Person
from callr_actions.simulator.scheduler import TIMEOUT, Mailbox, Wait
from callr_actions.telephony.cdr import CANCELLED, NO_ANSWER, HangupSource

if TYPE_CHECKING:
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.step_run import StepRun


def run(step: StepRun) -> Activity:
    """Call the targets."""
    branch = step.params.get("answerOnBranch")
    if branch is not None:
        step.check_branch(branch)
    elif step.frame.leg is None:
        step.session.assumptions.behaviour("dial-without-leg", step.place)
        raise step.error(
            "`dial@v1` without `answerOnBranch` joins the new leg to a call, and there is none here",
            "name the branch to run on the called leg with `answerOnBranch`",
        )
    targets = step.params["targets"]
    if not targets:
        raise step.error("`dial@v1` has nobody to call: `targets` is empty")
    if len(targets) > 1:
        step.session.assumptions.behaviour("dial-order", step.place, step.frame.leg)
    leg: Leg | None = None
    for target in targets:
        leg = yield from _call(step, target, branch)
        if leg.answered is not None:
            break
    assert leg is not None, "the facts want at least one target"
    return _result(step, leg)


def _result(step: StepRun, leg: Leg) -> dict[str, Any]:
    ok = leg.answered is not None
    result: dict[str, Any] = {"ok": ok, "cdr": step.session.cdr(leg)}
    if ok:
        result["number"] = leg.callee
    return result


def _call(step: StepRun, target: dict[str, Any], branch: str | None) -> Activity:
    """Call one target and, if it answers, wait for the end of that call; return its leg."""
    session = step.session
    timeout = target.get("timeout")
    if not isinstance(timeout, int | float):
        session.assumptions.limit("dial-timeout", step.place, step.frame.leg)
        timeout = session.program.catalog.limit("dial-timeout")
    number = target["number"]
    leg = session.exchange.outbound(_caller(step), number)
    step.emit(events.Dialled, number, timeout, leg.id)
    box = Mailbox()
    leg.watchers.append(box)
    if _NUMBER.fullmatch(number):
        behaviour = session.outside.behaviour(number)
    else:
        step.warn(
            f"`{number}` is no phone number in E.164 form and no SIP address; nobody can be called there"
        )
        behaviour = Behaviour(Taking.UNREACHABLE, after=0)
    session.scheduler.start(Person(session, leg).take_call(behaviour))
    try:
        message = yield Wait(step.now + round(timeout * 1000), box)
        if message is TIMEOUT:
            session.exchange.end(leg, HangupSource.SYSTEM, NO_ANSWER)
        elif leg.is_talking:
            yield from _talk(step, leg, box, branch)
    except LegOver:
        _release(step, leg)
        step.store(_result(step, leg))
        raise
    finally:
        _release(step, leg)
    return leg


def _release(step: StepRun, leg: Leg) -> None:
    """End the call to a target because whoever dialled has gone; nothing happens when it has ended."""
    if leg.answered is not None:
        step.session.exchange.end(leg, HangupSource.SYSTEM)
    else:
        step.session.exchange.end(leg, HangupSource.CALLER, CANCELLED)


def _talk(step: StepRun, leg: Leg, box: Mailbox, branch: str | None) -> Activity:
    session, frame = step.session, step.frame
    if branch is None:
        session.exchange.answer(step.leg)
        yield from joined(step, leg)
        return
    context = Context.ANSWERED_FROM_CALL if session.exchange.caller else Context.ANSWERED_FROM_API
    from callr_actions.simulator.interpreter import Frame  # noqa: PLC0415 - it imports the actions

    session.start_branch(Frame(leg, context, dialler=frame.leg), branch, step.place)
    while leg.is_open:
        yield Wait(None, box)
    session.assumptions.behaviour("end-of-callee", step.place, frame.leg)


def _caller(step: StepRun) -> str:
    """Return the number that the callee sees: the caller's, else the one of the account."""
    leg = step.session.exchange.caller
    return leg.caller if leg is not None else step.session.world.caller.to


_NUMBER = lazy_pattern(r"\+[1-9][0-9]{5,32}|sips?:.+")

ACTION = Action("dial", (1,), run)
