"""The nearest known word to a misspelt one, for every "did you mean"."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST, _LONGEST = 3, 80


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` is most likely a slip of, or None when none is near.

    Near is one slip of the finger (a letter too many, missing, wrong, or two swapped; two of them from
    eight letters on), the start of only one word, or most letters in common. Case and the separators `-`
    and `_` count for nothing. Words of fewer than three letters, or of over 80, are no slips.
    """
    return Closest(known).to(word)


class Closest:
    """The same for many words against one list, which is prepared once."""

    def __init__(self, known: Iterable[str]) -> None:
        self._names = {_folded(name): name for name in sorted(set(known), reverse=True)}
        self._words = sorted(self._names)
        self._answers: dict[str, str | None] = {}

    def to(self, word: str) -> str | None:
        """Return the known word nearest to `word`, or None."""
        if word not in self._answers:
            self._answers[word] = self._find(_folded(word))
        return self._answers[word]

    def _find(self, folded: str) -> str | None:
        if folded in self._names:
            return self._names[folded]
        if not self._words or not _SHORTEST <= len(folded) <= _LONGEST:
            return None
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a mistake pays for the import
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        allowed = 1 if len(folded) < 8 else 2
        slips = process.extract(folded, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        if slips:
            letters = sorted(folded)
            # Of equally near words, one in which only two letters were swapped.
            return self._names[min(slips, key=lambda slip: (slip[1], sorted(slip[0]) != letters))[0]]
        first = bisect_left(self._words, folded)
        longer = [each for each in self._words[first : first + 2] if each.startswith(folded)]
        if len(longer) == 1:
            return self._names[longer[0]]
        alike = process.extractOne(folded, self._words, scorer=fuzz.ratio, score_cutoff=70)
        return self._names[alike[0]] if alike is not None else None


def _folded(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "")
