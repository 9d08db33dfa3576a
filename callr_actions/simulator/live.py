"""People who are told what to do while the call lasts: at a keypad, by an account's controls, by a tape."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from callr_actions.simulator.behaviour import HangUp, Press, Speak
from callr_actions.simulator.person import Person
from callr_actions.simulator.tape import Input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.simulator.behaviour import Act
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.session import Session


def do_now(session: Session, act: Act) -> None:
    """Have the caller press keys, speak or hang up at this moment; nothing happens once the call is over."""
    leg = session.exchange.caller
    if leg is None or not leg.is_open:
        return
    session.inputs.append(Input(session.scheduler.now, act))
    act_on(session, leg, act)


def act_on(session: Session, leg: Leg, act: Act) -> None:
    """Have the person on an open leg do something now; the next `advance` shows what comes of it."""
    person = Person(session, leg)
    match act:
        case HangUp():
            session.told(person.hang_up)
        case Press(keys) if leg.is_talking:
            for key in keys:
                session.told(partial(person.press, key))
        case Speak(text, seconds) if leg.is_talking:
            session.scheduler.start(person.say(text, seconds))


def play_inputs(session: Session, inputs: Sequence[Input]) -> None:
    """Run a session to its end, with a caller who does again what was recorded."""
    for each in inputs:
        session.advance(each.at)
        do_now(session, each.act)
    session.advance(None)
