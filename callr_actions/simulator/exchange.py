"""The telephone exchange: legs begin, are answered, joined and ended here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.failure import LegOver
from callr_actions.simulator.hearing import Hearing
from callr_actions.simulator.leg import Direction, Leg
from callr_actions.telephony.cdr import CANCELLED, NORMAL, HangupSource

if TYPE_CHECKING:
    from callr_actions.simulator.session import Session
    from callr_actions.telephony.cdr import Ending


class Exchange:
    """All legs of a run.

    Attributes:
        legs: in the order in which they began, ended ones included.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.legs: list[Leg] = []

    @property
    def caller(self) -> Leg | None:
        """The leg of the inbound call; None in a run that no call began."""
        first = self.legs[0] if self.legs else None
        return first if first is not None and first.direction is Direction.INBOUND else None

    def inbound(self, caller: str, callee: str) -> Leg:
        """Begin the leg of a call that comes in."""
        return self._begin("caller", Direction.INBOUND, caller, callee)

    def outbound(self, caller: str, callee: str) -> Leg:
        """Begin the leg of a call that goes out."""
        number = sum(leg.direction is Direction.OUTBOUND for leg in self.legs) + 1
        return self._begin(f"callee-{number}", Direction.OUTBOUND, caller, callee)

    def _begin(self, name: str, direction: Direction, caller: str, callee: str) -> Leg:
        session = self._session
        leg = Leg(
            name,
            direction,
            session.ids.callid(),
            caller=caller,
            callee=callee,
            started=session.scheduler.now,
            hearing=Hearing(),
        )
        self.legs.append(leg)
        return leg

    def answer(self, leg: Leg) -> None:
        """Have a ringing leg answered; nothing happens on another."""
        if leg.answered is not None or not leg.is_open:
            return
        leg.answered = self._session.scheduler.now
        self._session.emit(events.Answered, leg.number, leg=leg)
        leg.hearing.box.post("answered")
        for box in leg.watchers:
            box.post(leg)

    def join(self, leg: Leg, other: Leg) -> None:
        """Let two answered legs hear each other."""
        for each, peer in ((leg, other), (other, leg)):
            each.peer = peer
            each.hearing.joined = True
            each.hearing.box.post("joined")
        self._session.emit(events.Bridged, other.id, leg=leg)

    def part(self, leg: Leg) -> None:
        """Separate a leg from the one it is joined to."""
        other = leg.peer
        if other is not None:
            leg.peer = other.peer = None
            leg.hearing.joined = other.hearing.joined = False

    def end(self, leg: Leg, source: HangupSource, ending: Ending | None = None) -> None:
        """End a leg; its branch, if one runs on it, ends with it. Nothing happens on one that has ended.

        Args:
            leg: the leg.
            source: who ended it.
            ending: how; left out, the ordinary way.
        """
        if not leg.is_open:
            return
        session = self._session
        now = session.scheduler.now
        leg.ended = now
        leg.source = source
        leg.ending = ending or (NORMAL if leg.answered is not None else CANCELLED)
        self.part(leg)
        for recording in list(leg.recordings):
            session.recorder.stop(recording)
        cdr = session.cdr(leg)
        session.emit(events.HungUp, source.value, leg.ending.cause, leg.ending.status, cdr, leg=leg)
        leg.hearing.asking = False
        leg.hearing.box.post("ended")
        for box in leg.watchers:
            box.post(leg)
        if leg.controller is not None and leg.controller is not session.scheduler.current:
            leg.controller.interrupt(LegOver(leg))
        session.leg_ended(leg)

    @property
    def open_legs(self) -> list[Leg]:
        """The legs that have not ended, in the order in which they began."""
        return [leg for leg in self.legs if leg.is_open]
