"""A run as people read it: a line for each thing that happened, with the time and who is on the line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callr_actions.simulator import events
from callr_actions.simulator.values import UNDEFINED, to_json
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.simulator.event import Event

_LONGEST_VALUE = 100
# Seen only with --trace.
_DETAIL = (events.StepStarted, events.Decided)
_LEG_WIDTH = 9


class Transcript:
    """Writes events as lines.

    Args:
        trace: whether to show each step and each condition, with its place.
        clean: makes text from outside safe to print: secrets hidden, harmless to a terminal.
        plain: whether arrows become colons, for who listens.
    """

    def __init__(
        self, *, trace: bool = False, clean: Callable[[str], str] = printable, plain: bool = False
    ) -> None:
        self._trace = trace
        self._plain = plain
        self._clean = clean

    def line(self, event: Event) -> str | None:
        """Return an event's line without a line break; None for one that is not shown."""
        if isinstance(event, _DETAIL) and not self._trace:
            return None
        told = _WORDS[type(event)](event)
        if self._plain:
            told = told.replace(" → ", ": ")
        head = event.head
        leg = (head.leg or "").ljust(_LEG_WIDTH)
        at = _clock(head.at)
        place = ""
        if head.place is not None and (self._trace or isinstance(event, _PLACED)):
            place = f"  ({head.place.file}:{head.place.span.start.line})"
        return f"{at}  {leg}  {self._clean(told)}{place}".replace("\n", "\\n").rstrip()


def _clock(milliseconds: int) -> str:
    """Return `01:02.345`: minutes, seconds, milliseconds."""
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _value(value: object) -> str:
    """Return a value of JavaScript as a person would write it."""
    if value is UNDEFINED:
        return "undefined"
    text = json.dumps(to_json(value), ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"


def _started(event: events.RunStarted) -> str:
    if event.text is not None:
        return f"SMS from {event.from_number} to {event.to_number}: {_quoted(event.text)}"
    if event.from_number is not None:
        return f"call from {event.from_number or 'a withheld number'} to {event.to_number}"
    return "run started through the API"


def _fetched(event: events.Fetched) -> str:
    answer = f"failed: {event.error}" if event.error is not None else str(event.status)
    return f"{event.method} {event.url} → {answer}"


def _helped(label: str, message: str, advice: str | None) -> str:
    return f"{label}: {message}" + (f" — {advice}" if advice else "")


def _sent(event: events.SmsSent) -> str:
    parts = f" ({event.parts} parts)" if event.parts > 1 else ""
    sender = f" from {event.sender}" if event.sender else ""
    return f"SMS{sender} to {', '.join(event.to)}{parts}: {_quoted(event.body)}"


def _gathered(event: events.Gathered) -> str:
    return f"gathered {event.digits or 'nothing'} ({event.reason})"


_REASONS = {"key": "a key", "hangup": "the end of the call", "cancel": "the end of the run"}
_PLACED = (events.Failed, events.Warned, events.LimitReached)
# One line of words for each kind of event; the keys and the annotations of the values belong together.
_WORDS: dict[type[Event], Callable[..., str]] = {
    events.RunStarted: _started,
    events.RunEnded: lambda event: f"run {event.outcome}",
    events.BranchEntered: lambda event: f"branch {event.branch}",
    events.StepStarted: lambda event: f"step {event.step}",
    events.Decided: lambda event: f"if {event.condition} → {'yes' if event.holds else 'no'}",
    events.WentTo: lambda event: f"goto {event.branch}",
    events.Answered: lambda event: "answers",  # noqa: ARG005
    events.Rang: lambda event: "hears ringing",  # noqa: ARG005
    events.Said: lambda event: f"{'prompt' if event.prompt else 'hears'} {_quoted(event.text)}",
    events.Interrupted: lambda event: f"cut short by {_REASONS[event.reason]}: {_quoted(event.heard)}",
    events.Played: lambda event: f"plays {_value(event.params)} for {event.seconds:g} s",
    events.Pressed: lambda event: f"presses {event.key}" + ("" if event.heard else ", nobody listens"),
    events.Spoke: lambda event: f"says {_quoted(event.text)}",
    events.Gathered: _gathered,
    events.Dialled: lambda event: f"dials {event.number} ({event.to_leg}, at most {event.timeout:g} s)",
    events.Bridged: lambda event: f"talks with {event.with_leg}",
    events.HungUp: lambda event: f"hung up by {event.source} ({event.status}, cause {event.cause})",
    events.RecordingStarted: lambda event: f"recording {event.recording} starts ({event.type})",
    events.RecordingStopped: lambda event: f"recording {event.recording} stops after {event.seconds:g} s",
    events.RecordingReady: lambda event: f"recording {event.recording} is ready",
    events.Fetched: _fetched,
    events.SmsSent: _sent,
    events.Logged: lambda event: f"log: {event.message}",
    events.ActionAnswered: lambda event: f"{event.action} → {_value(event.result)}",
    events.VariableChanged: lambda event: f"{event.name} = {_value(event.value)}",
    events.Assumed: lambda event: f"assumed {event.fact}: {event.message}",
    events.Warned: lambda event: _helped("warning", event.message, event.help),
    events.Failed: lambda event: _helped("error", event.message, event.help),
    events.LimitReached: lambda event: f"stopped at a limit ({event.limit}): {event.message}",
    events.Cancelled: lambda event: "cancelled",  # noqa: ARG005
}
