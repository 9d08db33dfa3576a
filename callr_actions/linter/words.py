"""JSON Schema's types in the words of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "a boolean",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}


def any_of(types: Iterable[str]) -> str:
    """Return `text`, `text or a list`, `text, a list or a mapping` for JSON types."""
    *rest, last = (_WORDS.get(each, each) for each in types)
    return f"{', '.join(rest)} or {last}" if rest else last
