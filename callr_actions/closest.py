"""The nearest known word to a misspelt one, for every "did you mean"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` is most likely a slip of, or None when none is near.

    Near is one slip of the finger (a letter too many, missing, wrong, or two swapped; two of them from
    eight letters on), or most letters in common. Case and the separators `-` and `_` count for nothing.
    Words of fewer than three letters, or of over 80, are no slips.
    """
    folded = _folded(word)
    if not 3 <= len(folded) <= 80:
        return None
    candidates = {_folded(name): name for name in sorted(set(known), reverse=True)}
    if folded in candidates:
        return candidates[folded]
    if not candidates:
        return None
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a mistake pays for the import
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    words = sorted(candidates)
    found = process.extractOne(folded, words, scorer=OSA.distance, score_cutoff=1 if len(folded) < 8 else 2)
    found = found or process.extractOne(folded, words, scorer=fuzz.ratio, score_cutoff=70)
    return candidates[found[0]] if found else None


def _folded(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "")
