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
    allowed = 1 if len(folded) < 8 else 2
    slips = {name: _slips(folded, name) for name in candidates if abs(len(name) - len(folded)) <= allowed}
    near = min(slips, key=lambda name: (slips[name], name), default=None)
    if near is not None and slips[near] <= allowed:
        return candidates[near]
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for the import

    matches = get_close_matches(folded, list(candidates), n=1, cutoff=0.7)
    return candidates[matches[0]] if matches else None


def _slips(left: str, right: str) -> int:
    """Return the optimal string alignment distance: edits and swaps of neighbours that make one the other."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _folded(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "")
