"""How a run begins: its variables, the leg of the call that came in, its first branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.facts import Context
from callr_actions.simulator import events
from callr_actions.simulator.failure import ScenarioError
from callr_actions.simulator.interpreter import Frame
from callr_actions.simulator.person import Person
from callr_actions.simulator.start import ApiRun, InboundCall, InboundSms
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.session import Session

_CONTEXTS = {
    "inbound-call": Context.INBOUND_CALL,
    "inbound-sms": Context.INBOUND_SMS,
    "api": Context.API_INITIATED,
}


def begin(session: Session) -> None:
    """Begin a run.

    Raises:
        ScenarioError: the scenario has no branch to begin with.
    """
    start, program = session.start, session.program
    match start:
        case InboundCall():
            details: tuple[object, ...] = (start.from_number, start.to_number)
        case InboundSms():
            details = (start.from_number, start.to_number, start.text)
        case ApiRun():
            details = ()
    session.emit(events.RunStarted, session.run_id, start.type, *details)
    _set_variables(session)
    branch = program.scenario.branches.get(start.branch)
    if branch is None:
        session.assumptions.behaviour("entry-missing", None)
        raise ScenarioError(
            f"there is no branch `{start.branch}`, with which this run would begin",
            help=f"add `{start.branch}` under `branches`",
        )
    leg = _ring(session, start) if isinstance(start, InboundCall) else None
    place = program.place(branch.key, ("branches", start.branch))
    session.start_branch(Frame(leg, _CONTEXTS[start.type]), start.branch, place)


def _ring(session: Session, start: InboundCall) -> Leg:
    leg = session.exchange.inbound(start.from_number, start.to_number)
    leg.caller_name = start.name
    leg.restricted = start.restricted
    session.caller = Person(session, leg)
    if session.program.auto_answer:
        session.exchange.answer(leg)
    if start.script:
        session.scheduler.start(session.caller.follow(start.script))
    return leg


def _set_variables(session: Session) -> None:
    given = session.start.variables if isinstance(session.start, ApiRun) else {}
    for name, value in {**session.program.variables, **given}.items():
        session.give(name, value, None)
        session.variables[name] = value
        if value is UNDEFINED:
            session.assumptions.behaviour("initial-undefined", None)
