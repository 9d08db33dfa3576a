"""Speaking to a leg: it takes as long as the words do, and a key may cut it short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.failure import LegOver
from callr_actions.simulator.scheduler import TIMEOUT, Wait

if TYPE_CHECKING:
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.program import Place
    from callr_actions.simulator.scheduler import Activity, Mailbox
    from callr_actions.simulator.session import Session

# Nobody hears an empty text, but a word takes a moment.
_SHORTEST = 200


def milliseconds(text: str, rate: float) -> int:
    """Return how long a text takes to speak; `rate` is characters a second."""
    length = len(" ".join(text.split()))
    return max(round(length / rate * 1000), _SHORTEST) if length else 0


def speak(
    session: Session, leg: Leg, text: str, *, place: Place, prompt: bool = False, box: Mailbox | None = None
) -> Activity:
    """Speak a text on a leg.

    Args:
        session: the run.
        leg: whom to speak to.
        text: what to say.
        place: the step that speaks.
        prompt: whether a step waits for keys meanwhile.
        box: a message in it cuts the text short; None where nothing can.

    Returns:
        The message that cut it short, or `TIMEOUT` when it was spoken to its end.
    """
    now = session.scheduler.now
    lasts = milliseconds(text, session.speech_rate)
    session.emit(events.Said, text, lasts / 1000, prompt, leg=leg, place=place)
    utterance = leg.hearing.begin(text, now, now + lasts)
    reason = "key"
    message: object = None
    try:
        message = yield Wait(now + lasts, box)
    except LegOver:
        reason = "hangup"
        raise
    except GeneratorExit:
        reason = "cancel"
        raise
    finally:
        at = session.scheduler.now
        if message is not TIMEOUT and at < utterance.full_end:
            leg.hearing.cut(utterance, at)
            spoken = round(len(text) * (at - now) / lasts)
            session.emit(events.Interrupted, text[:spoken].rstrip(), reason, leg=leg, place=place)
    return message
