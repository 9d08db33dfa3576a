"""One leg of a call: the line to one person, from its first ring to its end."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.simulator.hearing import Hearing
    from callr_actions.simulator.recording import Recording
    from callr_actions.simulator.scheduler import Mailbox, Task
    from callr_actions.telephony.cdr import Ending, HangupSource


class Direction(Enum):
    """Who called; the values are those of a call's detail record."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Leg:
    """A leg.

    Attributes:
        id: `caller`, `callee-1`, `callee-2` and so on.
        callid: the number under which the account knows the call.
        caller, callee: the numbers; the caller's is empty where it is withheld.
        started, answered, ended: milliseconds of virtual time; None for what has not happened.
        controller: the task that runs a branch on it, if one does.
        peer: the leg it is joined to.
        hearing: what the person on it hears.
        listener: where a step waits for the person's keys and words; None while none does.
        watchers: mailboxes that are told when it is answered and when it has ended.
        recordings: what is recorded of it at the moment.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's name
        direction: Direction,
        callid: int,
        *,
        caller: str,
        callee: str,
        started: int,
        hearing: Hearing,
    ) -> None:
        self.id = id
        self.direction = direction
        self.callid = callid
        self.caller = caller
        self.callee = callee
        self.caller_name = ""
        self.restricted = False
        self.started = started
        self.answered: int | None = None
        self.ended: int | None = None
        self.ending: Ending | None = None
        self.source: HangupSource | None = None
        self.controller: Task | None = None
        self.peer: Leg | None = None
        self.hearing = hearing
        self.listener: Mailbox | None = None
        self.watchers: list[Mailbox] = []
        self.recordings: list[Recording] = []

    @property
    def number(self) -> str:
        """The number of the person on this leg."""
        return self.caller if self.direction is Direction.INBOUND else self.callee

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ended is None

    @property
    def is_talking(self) -> bool:
        """Whether it is answered and has not ended."""
        return self.answered is not None and self.ended is None
