"""CA705: what people said, typed and are called by, in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.rules._origins import KEEPING
from callr_actions.linter.shapes import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.parts import Part
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA705",
    name="personal-data-in-log",
    summary="A full phone number, pressed keys or the text of a message are written to the log.",
    why="""\
Logs are kept, copied and read by more people than the call was meant for, and what stands there is
forgotten when somebody asks for their data to be deleted. Pressed keys may be a PIN or a card's number.
Callr's own examples log such things while one gets to know the platform, so this is an info; a token of
an integration in the log is a warning.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: log@v1
        params:
          message: A call from ${{ call.fromNumber }}.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: log@v1
        params:
          message: Run ${{ run.id }}, a call from …${{ call.fromNumber.slice(-2) }}.
""",
    fix="Log `run.id`, and of a number its last digits: `.slice(-2)`. The rest is in the call's record.",
)

_NUMBER = "log its end only, `.slice(-2)`, and `run.id` to find the call by"
_FIELDS = {
    "fromNumber": ("a full phone number", _NUMBER),
    "callerNumber": ("a full phone number", _NUMBER),
    "callerName": ("the caller's name", "log `run.id`, which leads to the call"),
    "bodyText": ("the text of a message", "log `sms.sid`, which leads to the message"),
    "digits": ("the keys that were pressed", "log how many there were, `.length`"),
    "transcription": ("what was said", "log `recording.sid`, which leads to the recording"),
    "accessToken": ("a token", "nobody needs it in a log"),
}
_WHOLE = {
    "call": ("the whole call with its numbers", "log the fields that you need"),
    "sms": ("the whole message with number and text", "log `sms.sid`, which leads to the message"),
    "recording": ("the whole recording with numbers and words", "log `recording.sid`"),
    "integrations": ("connections and their tokens", "nobody needs them in a log"),
}
_SECRET = ("accessToken", "integrations")
_CDR = ("a call record with its numbers", "log the fields that you need, such as `.status`")
# What leaves the data readable.
_READABLE = KEEPING | {"JSON.stringify", ".split", ".join", ".concat", "encodeURIComponent"}


def check(subject: Subject) -> Iterator[Report]:
    """Look at what each message for the log is made of."""
    for expression in subject.expressions:
        step = expression.step
        if expression.place is not Place.PARAMETER or step is None or step.action is None:
            continue
        if step.action.name != "log" or expression.structure is None:
            continue
        for part in expression.structure.parts:
            found = _found(part, subject) if set(part.through) <= _READABLE else None
            if found is not None:
                what, advice, effect = found
                span = expression.span(part.start, part.end)
                yield Report(*span, f"this writes {what} to the log", effect, help=advice)


def _found(part: Part, subject: Subject) -> tuple[str, str, Effect] | None:
    """Return what a part tells about a person, what to log instead, and how bad it is."""
    shape = subject.shapes.of(part.path[0]) if part.path else None
    if shape is None:
        return None
    name = part.path[-1]
    words = _FIELDS.get(name)
    if len(part.path) == 1:
        words = _WHOLE.get(name)
        if shape.action is not None:
            words = {"gather": _FIELDS["digits"], "dial": _CDR}.get(shape.action.name)
    elif name == "cdr":
        words = _CDR
    elif name == "callerNumber" and shape.action is not None:
        return None  # of a call that the scenario makes: its own number
    if words is None or (is_object(shape.at(part.path[1:])) and "JSON.stringify" not in part.through):
        return None  # an object that nobody wrote out reads `[object Object]`, which says nothing
    return *words, Effect.CAN_BREAK if name in _SECRET else Effect.STYLE


RULE = Rule(PAGE, check)
