"""How much of an SMS a text takes: the GSM alphabet, its extension table, and the parts of long messages.

Source: 3GPP TS 23.038, sections 6.2.1 and 6.2.1.1. A character of the default alphabet takes one septet,
one of the extension table two. A text with any other character is sent as UTF-16, where a character beyond
U+FFFF takes two units. What takes two is never cut in half by the end of a part.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# By their code, 0 to 127; 27 is the escape to the extension table and no character of its own.
_DEFAULT = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ALPHABET = frozenset(_DEFAULT) - {"\x1b"}
EXTENSION = frozenset("\f^{}\\[~]|€")

# Signs that text processors put in place of plain ones, and the plain ones that read the same.
LOOK_ALIKES = {
    "‘": "'", "’": "'", "‚": ",", "′": "'", "`": "'",
    "“": '"', "”": '"', "„": '"', "″": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "…": "...", "•": "-",
    "\xa0": " ", "\u2009": " ", "\u202f": " ",
    "\u200b": "", "\xad": "",
}  # fmt: skip


class Encoding(Enum):
    """What a message is sent in; the values are those of Callr's API."""

    GSM = "gsm"
    UNICODE = "unicode"


class Capacity(NamedTuple):
    """How many units a message holds: one that is alone, and each part of a longer one."""

    single: int
    part: int


class Size(NamedTuple):
    """What a text takes. `units` are septets or UTF-16 units, without what the cut between parts wastes."""

    encoding: Encoding
    units: int
    parts: int


def not_gsm(text: str) -> Iterable[int]:
    """Return the indexes of the characters that make a text Unicode, in order."""
    return [at for at, char in enumerate(text) if char not in ALPHABET and char not in EXTENSION]


def size(text: str, gsm: Capacity, unicode: Capacity, *, forced: Encoding | None = None) -> Size:
    """Return what a text takes; an empty one is one part.

    Args:
        text: the whole message.
        gsm: the capacity in septets (160 and 153).
        unicode: the capacity in UTF-16 units (70 and 67).
        forced: the encoding, whatever the text holds; None for the smaller one that can hold it. What the GSM
            alphabet does not have takes one septet: that of the sign put in its place.
    """
    if forced is Encoding.UNICODE or (forced is None and not_gsm(text)):
        widths = [2 if char > "\uffff" else 1 for char in text]
        return _size(Encoding.UNICODE, widths, unicode)
    return _size(Encoding.GSM, [2 if char in EXTENSION else 1 for char in text], gsm)


def _size(encoding: Encoding, widths: list[int], capacity: Capacity) -> Size:
    units = sum(widths)
    if units <= capacity.single:
        return Size(encoding, units, 1)
    parts, used = 1, 0
    for width in widths:
        if used + width > capacity.part:
            parts, used = parts + 1, 0
        used += width
    return Size(encoding, units, parts)
