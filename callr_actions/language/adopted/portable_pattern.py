r"""Regular expressions of other dialects, such as Go's `\pL`, rewritten as ECMAScript has them.

JSON Schema asks for ECMAScript, and the validator holds older drafts to it; published schemas often
come from a program that reads its own dialect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_PIECE = lazy_pattern(r"\\([pP])([A-Za-z])|\\([AzZ])|(\(\?P<)|\\.", re.DOTALL)
_ANCHORS = {"A": "^", "z": "$", "Z": "$"}


def portable(pattern: str) -> str:
    r"""Return a pattern with `\pL`, `\A`, `\z` and `(?P<name>` written as ECMAScript has them."""
    return _PIECE.sub(_rewritten, pattern)


def make_portable(schemas: Iterable[dict[str, Any]]) -> None:
    """Rewrite the patterns of schemas in place."""
    for schema in schemas:
        if isinstance(schema.get("pattern"), str):
            schema["pattern"] = portable(schema["pattern"])
        named = schema.get("patternProperties")
        if isinstance(named, dict):
            rewritten = {portable(pattern): inner for pattern, inner in named.items()}
            if len(rewritten) == len(named):  # two that become one are left to the validator
                named.clear()
                named.update(rewritten)


def _rewritten(piece: re.Match[str]) -> str:
    property_mark, letter, anchor, group = piece.groups()
    if letter:
        return f"\\{property_mark}{{{letter}}}"
    if anchor:
        return _ANCHORS[anchor]
    return "(?<" if group else piece.group()
