"""Values of scripts as JSON text that every reader takes."""

from __future__ import annotations

import json

_SMALLEST, _LARGEST = -(2**63), 2**64 - 1


def json_text(value: object) -> str:
    """Return JSON as text, without what JavaScript has and JSON on the wire has not.

    Half of a surrogate pair becomes the replacement character; whole numbers beyond 64 bits become what
    JavaScript makes of them.
    """
    text = json.dumps(_bounded(value), ensure_ascii=False)
    return whole_text(text)


def whole_text(text: str) -> str:
    """Return a text without halves of surrogate pairs."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _bounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _bounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_bounded(each) for each in value]
    if isinstance(value, int) and not _SMALLEST <= value <= _LARGEST:
        try:
            return float(value)
        except OverflowError:
            return None
    return value
