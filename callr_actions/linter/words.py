"""JSON Schema's types in the words of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def any_of(types: Iterable[str]) -> str:
    """Return `text`, `text or a list`, `text, a list or a mapping` for JSON types."""
    return either(_WORDS.get(each, each) for each in types)


def either(words: Iterable[str]) -> str:
    """Return `a`, `a or b`, `a, b or c`; there is at least one word."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last
