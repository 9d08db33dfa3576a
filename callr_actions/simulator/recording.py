"""Recordings: of calls in the background, and of messages that a person leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.facts import Context
from callr_actions.simulator import events
from callr_actions.simulator.interpreter import Frame
from callr_actions.simulator.scheduler import Wait

if TYPE_CHECKING:
    from callr_actions.language.scenario import StepList
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.program import Place
    from callr_actions.simulator.scheduler import Activity
    from callr_actions.simulator.session import Session

# One channel of 8 kHz and 16 bit, which is what a telephone line gives.
_BYTES_PER_SECOND = 16_000
_HEADER_BYTES = 44
# How long the platform takes to have a recording ready. A guess; nothing rests on it.
_READY_AFTER = 2_000


class Recording:
    """One recording.

    Attributes:
        type: `call` or `message`.
        started, stopped: milliseconds of virtual time.
        language: of the transcription that was asked for; None for none.
        spoken: what was said meanwhile, for the transcription.
    """

    __slots__ = ("language", "leg", "place", "sid", "spoken", "started", "stopped", "type")

    def __init__(
        self,
        sid: str,
        type: str,  # noqa: A002 - the field's name
        *,
        leg: Leg,
        started: int,
        place: Place,
        language: str | None = None,
    ) -> None:
        self.sid = sid
        self.type = type
        self.leg = leg
        self.started = started
        self.stopped: int | None = None
        self.place = place
        self.language = language
        self.spoken: list[str] = []

    @property
    def seconds(self) -> float:
        """How long it is; 0 while it lasts."""
        return 0 if self.stopped is None else (self.stopped - self.started) / 1000


class Recorder:
    """Starts and stops the recordings of a run, and runs what waits for them to be ready."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.recordings: list[Recording] = []
        self._awaited: list[tuple[Recording, StepList]] = []

    def start(self, leg: Leg, type: str, place: Place, language: str | None = None) -> Recording:  # noqa: A002
        """Begin to record a leg."""
        session = self._session
        recording = Recording(
            session.ids.sid(), type, leg=leg, started=session.scheduler.now, place=place, language=language
        )
        self.recordings.append(recording)
        leg.recordings.append(recording)
        session.emit(events.RecordingStarted, recording.sid, type, leg=leg, place=place)
        return recording

    def stop(self, recording: Recording) -> None:
        """End a recording; nothing happens to one that has ended."""
        if recording.stopped is not None:
            return
        session = self._session
        recording.stopped = session.scheduler.now
        recording.leg.recordings.remove(recording)
        session.emit(
            events.RecordingStopped,
            recording.sid,
            recording.seconds,
            leg=recording.leg,
            place=recording.place,
        )

    def hear(self, leg: Leg, text: str) -> None:
        """Note what was said on a leg that may be recorded."""
        for recording in leg.recordings:
            recording.spoken.append(text)

    def when_ready(self, recording: Recording, handlers: StepList) -> None:
        """Run the handlers of `ready` once the call has ended."""
        self._awaited.append((recording, handlers))

    def calls_over(self) -> None:
        """Note that no leg is open any more: what was recorded becomes ready."""
        for recording, handlers in self._awaited:
            self._session.scheduler.start(self._handle(recording, handlers))
        self._awaited.clear()

    def forget(self) -> None:
        """Run none of the handlers that still wait: the run is over."""
        self._awaited.clear()

    def value(self, recording: Recording) -> dict[str, Any]:
        """Return what the variable `recording` holds, in the spelling of the REST API."""
        session, leg = self._session, recording.leg
        transcription = None
        if recording.language is not None:
            transcription = {"language": recording.language, "text": " ".join(recording.spoken)}
        return {
            "sid": recording.sid,
            "type": recording.type,
            "status": "ready",
            "callid": leg.callid,
            "caller": {
                "name": leg.caller_name,
                "number": "" if leg.restricted else leg.caller,
                "restricted": leg.restricted,
            },
            "callee": leg.callee,
            "created": session.timestamp(recording.started),
            "duration": round(recording.seconds),
            "size": _HEADER_BYTES + round(recording.seconds * _BYTES_PER_SECOND),
            "read": False,
            "readAt": None,
            "scenario": session.scenario_value(),
            "options": {},
            "transcription": transcription or {},
        }

    def _handle(self, recording: Recording, handlers: StepList) -> Activity:
        session = self._session
        yield Wait(session.scheduler.now + _READY_AFTER)
        value = self.value(recording)
        session.emit(events.RecordingReady, recording.sid, value, leg=recording.leg, place=recording.place)
        ready = Frame(None, Context.EVENTS_READY, recording=value)
        yield from session.interpreter.handlers(ready, handlers)
