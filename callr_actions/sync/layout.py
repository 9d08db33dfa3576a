"""Whether two scripts say the same, and only blanks and quotes differ: the least that an account changes."""

from __future__ import annotations

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import plain_data
from callr_actions.lazy_pattern import lazy_pattern

_LAYOUT = lazy_pattern(r"[\s'\"]+")


def same_but_for_layout(one: str, other: str) -> bool:
    """Whether two scripts have the same data, and the same characters but for blanks, line ends and quotes.

    Comments are among the characters, so that nothing a person has written is taken for layout.
    """
    if _LAYOUT.sub("", one) != _LAYOUT.sub("", other):
        return False
    first, second = (parse_document(Source("", text)) for text in (one, other))
    if first.mapping is None or second.mapping is None or first.problems or second.problems:
        return False
    return repr(plain_data(first.mapping)) == repr(plain_data(second.mapping))
