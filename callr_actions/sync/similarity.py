"""How much of a text is in another: whether a new file is an old one under another key."""

from __future__ import annotations

from difflib import SequenceMatcher

# Less, and two scenarios that only begin alike would be taken for one.
RENAMED_FROM = 0.6


def equal_lines(one: str, other: str) -> float:
    """Return the share of equal lines, in order, of the longer text: 0 to 1."""
    first, second = one.splitlines(), other.splitlines()
    longest = max(len(first), len(second))
    if min(len(first), len(second)) < longest * RENAMED_FROM:
        return 0.0  # it cannot be enough, and comparing takes time
    if not longest:
        return 0.0
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / longest
