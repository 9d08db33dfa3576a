"""What is done to a call while it lasts: keys, words and hanging up by people, an end by the system."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from callr_actions.account.runs.course import SYSTEM_HANGS_UP
from callr_actions.simulator.behaviour import HangUp
from callr_actions.simulator.live import act_on
from callr_actions.simulator.tape import Input, act_of
from callr_actions.telephony.cdr import HangupSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.simulator.session import Session


def do(session: Session, callid: int, act: Mapping[str, Any]) -> None:
    """Do something to one of a session's calls at this moment, and let happen what comes of it at once.

    Args:
        session: the session.
        callid: the call; nothing happens to one that has ended.
        act: JSON, as a tape has it, or `SYSTEM_HANGS_UP`.
    """
    leg = next((each for each in reversed(session.exchange.legs) if each.callid == callid), None)
    person = HangUp() if act == SYSTEM_HANGS_UP else act_of(dict(act))
    session.inputs.append(Input(session.scheduler.now, person))
    if leg is None or not leg.is_open:
        return
    if act == SYSTEM_HANGS_UP:
        session.told(partial(session.exchange.end, leg, HangupSource.SYSTEM))
    else:
        act_on(session, leg, person)
    session.advance(session.scheduler.now)
