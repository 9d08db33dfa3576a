"""JSON Schema's types and the contexts of a run in the words of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.facts import Context

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60
_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "a boolean",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}


def shown(text: str) -> str:
    """Return a value for a message: on one line, what cannot be seen as escapes, cut off when it is long."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in cut
    )


CONTEXTS = {
    Context.INBOUND_CALL: "an inbound call",
    Context.INBOUND_SMS: "an inbound SMS",
    Context.API_INITIATED: "a run started through the API",
    Context.HANGUP: "the end of an inbound call",
    Context.ANSWERED_FROM_CALL: "a leg dialled from an inbound call",
    Context.ANSWERED_FROM_API: "a leg dialled by an API run",
    Context.EVENTS_READY: "the handler of a recording",
}


def either(words: Iterable[str]) -> str:
    """Return `a`, `a or b`, `a, b or c`."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


def any_of(types: Iterable[str]) -> str:
    """Return `text`, `text or a list`, `text, a list or a mapping` for JSON types."""
    return either(_WORDS.get(each, each) for each in types)
