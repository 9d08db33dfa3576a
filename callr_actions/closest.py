"""The nearest known word to a misspelt one, for every "did you mean"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` is most likely a slip of, or None when none is near.

    Case and separators (`-`, `_`) count less than letters: `on_branch` is nearest to `onBranch`.
    Words over 80 characters are never slips of a name.
    """
    if not word or len(word) > 80:
        return None
    candidates = {_folded(name): name for name in sorted(set(known), reverse=True)}
    folded = _folded(word)
    if folded in candidates:
        return candidates[folded]
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for the import

    matches = get_close_matches(folded, list(candidates), n=1, cutoff=0.7)
    return candidates[matches[0]] if matches else None


def _folded(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "")
