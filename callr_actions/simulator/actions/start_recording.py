"""`startRecording@v1`: records the leg from now on; the handlers of `ready` run after the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator.actions.action import Immediate
from callr_actions.simulator.values import UNDEFINED

if TYPE_CHECKING:
    from callr_actions.simulator.step_run import StepRun

_CALL = "call"


def run(step: StepRun) -> object:
    """Start to record, and go on."""
    session, leg = step.session, step.leg
    if any(recording.type == _CALL for recording in leg.recordings):
        step.warn("this leg is being recorded already; nothing more is recorded", "take this step away")
        return UNDEFINED
    transcription = step.params.get("transcription")
    language = None
    if isinstance(transcription, dict):
        language = transcription.get("language") or session.program.language or "en-US"
    recording = session.recorder.start(leg, _CALL, step.place, language)
    handlers = step.program.handlers.get("ready")
    if handlers is not None:
        session.recorder.when_ready(recording, handlers)
    return UNDEFINED


ACTION = Immediate("startRecording", (1,), run)
