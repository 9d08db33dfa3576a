"""What people do on the phone: how they take a call, and a script of what they hear, press and say."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from callr_actions.named_tuple import NamedTuple


class Pause(NamedTuple):
    """Stay silent for some seconds."""

    seconds: float


class Until(NamedTuple):
    """Stay silent until the call has lasted so many seconds."""

    seconds: float


class Hear(NamedTuple):
    """Wait until these words have been spoken; capital letters and blanks make no difference."""

    words: str


class Asked(NamedTuple):
    """Wait until a step asks for keys and its prompt is over."""


class Press(NamedTuple):
    """Press keys, one after the other."""

    keys: str


class Speak(NamedTuple):
    """Say something; `seconds` is how long it takes, None for as long as the words take."""

    text: str
    seconds: float | None = None


class HangUp(NamedTuple):
    """Hang up."""


Act: TypeAlias = Pause | Until | Hear | Asked | Press | Speak | HangUp
Script: TypeAlias = tuple[Act, ...]


class Taking(Enum):
    """What becomes of a call to a number."""

    ANSWERS = "answers"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"


class Behaviour(NamedTuple):
    """How a number takes a call.

    Attributes:
        after: seconds until that happens.
        script: what the person does once the call is answered.
        greeting: what a voicemail says; then it listens.
        talks: seconds after which the person hangs up who was joined with another one and has nothing more
            to do; None for never.
    """

    taking: Taking = Taking.ANSWERS
    after: float = 3.0
    script: Script = ()
    greeting: str = ""
    talks: float | None = 30.0
