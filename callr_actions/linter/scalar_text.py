"""Writing a text as a YAML scalar, for fixes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Mend

if TYPE_CHECKING:
    from callr_actions.language.tree import Scalar

# Words that need no quotes; those that YAML takes for something else are not written by any fix.
_PLAIN = lazy_pattern(r"[A-Za-z][A-Za-z0-9]*(?:[-/@_][A-Za-z0-9]+)*")


def quoted(text: str) -> str:
    """Return the text in double quotes, on one line."""
    return json.dumps(text, ensure_ascii=False)


def written_like(scalar: Scalar, text: str) -> str:
    """Return another text in the style of a scalar: without quotes where it had none and needs none."""
    if scalar.style == "'":
        return "'" + text.replace("'", "''") + "'"
    if scalar.style == '"' or not _PLAIN.fullmatch(text):
        return quoted(text)
    return text


def rewrite(scalar: Scalar, text: str, *, safe: bool, title: str | None = None) -> Mend:
    """Return the fix that puts another text in the place of a scalar."""
    edits = ((scalar.start, scalar.end, written_like(scalar, text)),)
    return Mend(title or f"write `{text}`", safe, edits)
