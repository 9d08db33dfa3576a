"""Every kind of event, as a value. Times are in seconds; texts are as the step gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from callr_actions.simulator.event import Event


@dataclass(frozen=True, slots=True)
class RunStarted(Event):
    """A call or a message came in, or the API started a run; `type` is that of the variable `run`."""

    kind: ClassVar[str] = "run-started"
    run: str
    type: str
    from_number: str | None = None
    to_number: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RunEnded(Event):
    """The last event. `outcome` is `completed`, `failed`, `cancelled`, `limit` or `reached`."""

    kind: ClassVar[str] = "run-ended"
    outcome: str
    steps: int


@dataclass(frozen=True, slots=True)
class BranchEntered(Event):
    """A branch began, or the handlers of an event did (`startRecording@v1 ready`)."""

    kind: ClassVar[str] = "branch-entered"
    branch: str


@dataclass(frozen=True, slots=True)
class StepStarted(Event):
    """A step is looked at: its action, or `if`, or `goto`."""

    kind: ClassVar[str] = "step-started"
    step: str


@dataclass(frozen=True, slots=True)
class Decided(Event):
    """A condition was evaluated."""

    kind: ClassVar[str] = "decided"
    condition: str
    holds: bool


@dataclass(frozen=True, slots=True)
class WentTo(Event):
    """A `goto` left for another branch."""

    kind: ClassVar[str] = "goto"
    branch: str


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """A leg was answered; `number` is whose."""

    kind: ClassVar[str] = "leg-answered"
    number: str


@dataclass(frozen=True, slots=True)
class Rang(Event):
    """The caller began to hear ringing."""

    kind: ClassVar[str] = "ringing"


@dataclass(frozen=True, slots=True)
class Said(Event):
    """A text began to be spoken on the leg; `seconds` is how long it would take."""

    kind: ClassVar[str] = "said"
    text: str
    seconds: float
    prompt: bool = False


@dataclass(frozen=True, slots=True)
class Interrupted(Event):
    """What was being spoken or played was cut short, by a key or by the end of the leg."""

    kind: ClassVar[str] = "interrupted"
    heard: str
    reason: str


@dataclass(frozen=True, slots=True)
class Played(Event):
    """An audio file began to play; `params` are the step's."""

    kind: ClassVar[str] = "played"
    params: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class Pressed(Event):
    """The person pressed a key; `heard` says whether a step was waiting for one."""

    kind: ClassVar[str] = "pressed"
    key: str
    heard: bool


@dataclass(frozen=True, slots=True)
class Spoke(Event):
    """The person began to say something."""

    kind: ClassVar[str] = "spoke"
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Gathered(Event):
    """A step that waited for keys has ended; `reason` is `complete`, `timeout` or `hangup`."""

    kind: ClassVar[str] = "gathered"
    digits: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dialled(Event):
    """A number is called; the callee's leg is `to_leg`."""

    kind: ClassVar[str] = "dialled"
    number: str
    timeout: float
    to_leg: str


@dataclass(frozen=True, slots=True)
class Bridged(Event):
    """Two legs were joined: that of the event and `with_leg`."""

    kind: ClassVar[str] = "bridged"
    with_leg: str


@dataclass(frozen=True, slots=True)
class HungUp(Event):
    """A leg has ended, answered or not. `source` is `caller`, `callee` or `system`; `cause` is of Q.850."""

    kind: ClassVar[str] = "hung-up"
    source: str
    cause: int
    status: str
    cdr: Any


@dataclass(frozen=True, slots=True)
class RecordingStarted(Event):
    """A recording began; `type` is `call` or `message`."""

    kind: ClassVar[str] = "recording-started"
    recording: str
    type: str


@dataclass(frozen=True, slots=True)
class RecordingStopped(Event):
    """A recording has ended."""

    kind: ClassVar[str] = "recording-stopped"
    recording: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RecordingReady(Event):
    """A recording of a call can be used; `value` is what the variable `recording` holds."""

    kind: ClassVar[str] = "recording-ready"
    recording: str
    value: Any


@dataclass(frozen=True, slots=True)
class Fetched(Event):
    """An HTTP request was answered, or was not: then `error` says why and `status` is 0."""

    kind: ClassVar[str] = "fetched"
    method: str
    url: str
    status: int
    seconds: float
    error: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class SmsSent(Event):
    """A text message left; `to` are the numbers."""

    kind: ClassVar[str] = "sms-sent"
    sid: str
    to: tuple[str, ...]
    sender: str | None
    body: str
    parts: int


@dataclass(frozen=True, slots=True)
class Logged(Event):
    """A line was written to the account's log."""

    kind: ClassVar[str] = "logged"
    message: str


@dataclass(frozen=True, slots=True)
class ActionAnswered(Event):
    """An action of which only the name is public took the answer that the world gives."""

    kind: ClassVar[str] = "action-answered"
    action: str
    result: Any


@dataclass(frozen=True, slots=True)
class VariableChanged(Event):
    """A user variable has a new value."""

    kind: ClassVar[str] = "variable-changed"
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Assumed(Event):
    """The run relied, for the first time, on a fact that nobody has documented."""

    kind: ClassVar[str] = "assumption"
    fact: str
    message: str


@dataclass(frozen=True, slots=True)
class Warned(Event):
    """Something is likely not what was meant; the run goes on."""

    kind: ClassVar[str] = "warning"
    message: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Failed(Event):
    """The scenario cannot go on; the run stops."""

    kind: ClassVar[str] = "error"
    message: str
    help: str | None = None


@dataclass(frozen=True, slots=True)
class LimitReached(Event):
    """A limit of the run was reached; the run stops. `limit` is the field of `Limits`."""

    kind: ClassVar[str] = "limit-reached"
    limit: str
    message: str


@dataclass(frozen=True, slots=True)
class Cancelled(Event):
    """The run was cancelled from outside."""

    kind: ClassVar[str] = "cancelled"
