"""A caller who is told what to do while the call lasts: by a person at a keypad, or by a tape."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from callr_actions.simulator.behaviour import HangUp, Press, Speak
from callr_actions.simulator.tape import Input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.simulator.behaviour import Act
    from callr_actions.simulator.session import Session


def do_now(session: Session, act: Act) -> None:
    """Have the caller press keys, speak or hang up at this moment; nothing happens once the call is over."""
    caller, leg = session.caller, session.exchange.caller
    if caller is None or leg is None or not leg.is_open:
        return
    session.inputs.append(Input(session.scheduler.now, act))
    match act:
        case HangUp():
            session.told(caller.hang_up)
        case Press(keys) if leg.is_talking:
            for key in keys:
                session.told(partial(caller.press, key))
        case Speak(text, seconds) if leg.is_talking:
            session.scheduler.start(caller.say(text, seconds))


def play_inputs(session: Session, inputs: Sequence[Input]) -> None:
    """Run a session to its end, with a caller who does again what was recorded."""
    for each in inputs:
        session.advance(each.at)
        do_now(session, each.act)
    session.advance(None)
