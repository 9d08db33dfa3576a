"""JSON that every parser reads and no terminal obeys."""

from __future__ import annotations

import json
from typing import Any

from callr_actions.lazy_pattern import lazy_pattern

# Half of a surrogate pair is no character: UTF-8 cannot hold it, and strict parsers refuse its escape too.
_LONE_SURROGATE = lazy_pattern("[\ud800-\udfff]")
# What json leaves as it is although it moves a cursor, breaks a line somewhere, or reorders text.
_UNSAFE = lazy_pattern("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def json_text(value: Any, indent: int | None = None) -> str:  # noqa: ANN401 - any JSON value
    """Return the value as JSON with a line break at its end.

    Every character comes back from a parser as it was, but for lone surrogates, which become U+FFFD.
    """
    text = _LONE_SURROGATE.sub("\ufffd", json.dumps(value, indent=indent, ensure_ascii=False))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"
