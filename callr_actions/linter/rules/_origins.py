"""Where a value comes from: what people outside can choose."""

from __future__ import annotations

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


def from_outside(part: Part, subject: Subject) -> bool:
    """Whether a caller, the sender of a message or a server that was asked decides what a part says."""
    shape = subject.shapes.of(part.path[0]) if part.path else None
    if shape is None or not (part.path[0] in ("call", "sms") or _is_answer(shape.action)):
        return False
    return any(name in _WRITTEN_BY_OTHERS for name in part.path[1:])


def _is_answer(action: object) -> bool:
    return getattr(action, "name", None) in ("fetch", "gather")
