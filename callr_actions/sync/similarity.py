"""How much of a text is in another: whether a new file is an old one under another key."""

from __future__ import annotations

from functools import lru_cache

# Less, and two scenarios that only begin alike would be taken for one.
RENAMED_FROM = 0.6


def equal_lines(one: str, other: str) -> float:
    """Return the share of equal lines, in order, of the longer text; 0 where it cannot be `RENAMED_FROM`."""
    first, second = _lines(one), _lines(other)
    longest = max(len(first), len(second))
    if not longest or min(len(first), len(second)) < longest * RENAMED_FROM:
        return 0.0
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - few folders have a file that moved

    return LCSseq.similarity(first, second) / longest


@lru_cache(maxsize=4096)
def _lines(text: str) -> tuple[int, ...]:
    """Return a number for each line: many texts are compared with many, and numbers quicker than lines."""
    return tuple(map(hash, text.splitlines()))
