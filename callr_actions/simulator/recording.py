"""Recordings: of calls in the background, and of messages that a person leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.simulator import events

if TYPE_CHECKING:
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.program import Place
    from callr_actions.simulator.session import Session

# One channel of 8 kHz and 16 bit, which is what a telephone line gives.
_BYTES_PER_SECOND = 16_000
_HEADER_BYTES = 44


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
    """Starts and stops the recordings of a run."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.recordings: list[Recording] = []

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
