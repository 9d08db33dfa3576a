"""Where a value comes from: what people outside can choose."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.javascript.parts import Part
    from callr_actions.linter.context import Subject

# Fields whose text somebody else writes. A caller's number is whatever their network passes on.
_WRITTEN_BY_OTHERS = frozenset(
    ("fromNumber", "callerNumber", "callerName", "bodyText", "digits", "body", "json")
)
# What leaves a text what it was.
KEEPING = frozenset((".trim", ".toLowerCase", ".toUpperCase", ".toString", "String"))


class Origin(Enum):
    """Who decides what a value says."""

    PERSON = "person"
    """A caller or the sender of a message."""
    SERVER = "server"
    """A server that the scenario asked; most often one's own."""


def origin(part: Part, subject: Subject) -> Origin | None:
    """Return who outside decides what a part says, or None if nobody is known to."""
    shape = subject.shapes.of(part.path[0]) if part.path else None
    if shape is None or part.path[-1] == "length":
        return None
    if not any(name in _WRITTEN_BY_OTHERS for name in part.path[1:]):
        return None
    if shape.name in ("call", "sms"):
        return Origin.PERSON
    action = "" if shape.action is None else shape.action.name
    return {"gather": Origin.PERSON, "fetch": Origin.SERVER}.get(action)
