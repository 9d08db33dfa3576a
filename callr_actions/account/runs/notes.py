"""What an account has to know of a run, noted while the session goes on: its events, and the facts in them.

A fact is taken down at the moment at which it happens, when legs and recordings are as it says.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from callr_actions.account.runs.json_text import json_text, whole_text
from callr_actions.named_tuple import NamedTuple
from callr_actions.simulator import events
from callr_actions.simulator.values import to_json

if TYPE_CHECKING:
    from callr_actions.simulator.event import Event
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.session import Session

_NOT_YET = {
    "answered": None,
    "status": None,
    "durationTotal": 0,
    "durationAnswered": 0,
    "durationBilled": 0,
}


class CallStarted(NamedTuple):
    """A call began; times are milliseconds since the run's beginning, records as the API writes them."""

    at: int
    leg: str
    record: dict[str, Any]


class CallAnswered(NamedTuple):
    """A call was answered."""

    at: int
    record: dict[str, Any]


class CallEnded(NamedTuple):
    """A call has ended."""

    at: int
    record: dict[str, Any]


class Recorded(NamedTuple):
    """A recording was made."""

    at: int
    recording: dict[str, Any]


class Texted(NamedTuple):
    """A message was sent; `sid` is what the script was told."""

    at: int
    sid: str
    to: tuple[str, ...]
    sender: str | None
    text: str


class Stopped(NamedTuple):
    """The run cannot go on, and why; `step` is the step's JSON pointer, `line` its line in the script."""

    at: int
    message: str
    help: str | None
    step: str | None
    line: int | None


class Ended(NamedTuple):
    """The run has ended."""

    at: int
    outcome: str


Fact: TypeAlias = CallStarted | CallAnswered | CallEnded | Recorded | Texted | Stopped | Ended


class Notes:
    """Listens to a session.

    Attributes:
        session: the session, once there is one.
        count: how many events there were.
        last: the last one, as JSON text.
        quiet: whether nothing is noted, because all of it was noted before.
        observable: whether something happened, since it was last asked, that a client of the API can see.
    """

    def __init__(self) -> None:
        self.session: Session | None = None
        self.count = 0
        self.last = ""
        self.quiet = False
        self.observable = False
        self._events: list[str] = []
        self._facts: list[Fact] = []
        self._caller_known = False

    def __call__(self, event: Event) -> None:
        """Note an event."""
        self.count += 1
        if not self._caller_known:
            self._note_caller(event)
        self.last = json_text(event.to_json())
        if self.quiet:
            return
        self._events.append(self.last)
        self._note(event)
        self.observable = self.observable or isinstance(event, events.VariableChanged)

    def take(self) -> tuple[list[str], list[Fact]]:
        """Return what was noted since this was last asked: events as JSON text, and facts."""
        noted = self._events, self._facts
        self._events, self._facts = [], []
        self.observable = False
        return noted

    def _note_caller(self, event: Event) -> None:
        """Note the call that came in, as it was at its first ring."""
        session = self.session
        assert session is not None
        leg = session.exchange.caller
        if leg is None:
            return
        self._caller_known = True
        if not self.quiet:
            self._add(CallStarted(event.head.at, leg.id, {**session.cdr(leg), **_NOT_YET}))

    def _note(self, event: Event) -> None:
        session, at = self.session, event.head.at
        assert session is not None
        match event:
            case events.Dialled():
                leg = _leg(session, event.to_leg)
                self._add(CallStarted(at, leg.id, session.cdr(leg)))
            case events.Answered():
                assert event.head.leg is not None, "somebody answers"
                self._add(CallAnswered(at, session.cdr(_leg(session, event.head.leg))))
            case events.HungUp():
                self._add(CallEnded(at, event.cdr))
            case events.RecordingStopped():
                made = next(
                    each for each in reversed(session.recorder.recordings) if each.sid == event.recording
                )
                self._add(Recorded(at, json.loads(json_text(to_json(session.recorder.value(made))))))
            case events.SmsSent():
                text = whole_text(event.body)
                self._add(Texted(at, event.sid, event.to, _whole(event.sender), text))
            case events.Failed():
                self._add(Stopped(at, whole_text(event.message), _whole(event.help), *_where(event)))
            case events.LimitReached():
                self._add(Stopped(at, whole_text(event.message), None, *_where(event)))
            case events.RunEnded():
                self._add(Ended(at, event.outcome))

    def _add(self, fact: Fact) -> None:
        self.observable = True
        self._facts.append(fact)


def _whole(text: str | None) -> str | None:
    return None if text is None else whole_text(text)


def _leg(session: Session, name: str) -> Leg:
    return next(leg for leg in reversed(session.exchange.legs) if leg.id == name)


def _where(event: Event) -> tuple[str | None, int | None]:
    place = event.head.place
    return (None, None) if place is None else (place.pointer, place.span.start.line)
