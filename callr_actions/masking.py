"""Secrets are hidden at the one place where text leaves the program; this is the tool for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MASK = "••••"
# Shorter values ("a", "12") occur in ordinary words: hiding them would garble every output.
SHORTEST_SECRET = 4
# A text that was too long for a message ends so; what stands before it may be the beginning of a secret.
CUT = "…"
_LONGEST_BEGINNING = 200


class Masker:
    """Knows the secrets of this process and replaces them in text."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()

    def add(self, secret: str) -> None:
        """Learn one secret. Values shorter than four characters are not hidden."""
        if len(secret) >= SHORTEST_SECRET:
            self._secrets.add(secret)

    @property
    def knows_any(self) -> bool:
        """Whether there is a secret to hide."""
        return bool(self._secrets)

    def with_more(self, secrets: Iterable[str]) -> Masker:
        """Return a masker that knows these secrets besides its own."""
        more = Masker()
        for secret in (*self._secrets, *secrets):
            more.add(secret)
        return more

    def mask(self, text: str) -> str:
        """Return the text with each known secret replaced, overlapping ones together."""
        return self._replaced(text, self._places(text))

    def mask_around(self, text: str, start: int, end: int) -> tuple[str, str, str]:
        """Return the masked text in three pieces: before, within and behind a span of it.

        A secret that lies across an edge of the span counts as within it.
        """
        places = self._places(text)
        for first, last in places:
            if first < start < last:
                start = first
            if first < end < last:
                end = last
        pieces = (text[:start], text[start:end], text[end:])
        before, within, behind = (self._replaced(piece, self._places(piece)) for piece in pieces)
        return before, within, behind

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Return where secrets stand, in order; those that overlap as one."""
        found: list[tuple[int, int]] = []
        for secret in tuple(self._secrets):  # another thread may learn one meanwhile
            at = text.find(secret)
            while at >= 0:
                found.append((at, at + len(secret)))
                at = text.find(secret, at + 1)
            found += _cut_off(secret, text)
        places: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if places and start < places[-1][1]:
                places[-1] = (places[-1][0], max(end, places[-1][1]))
            else:
                places.append((start, end))
        return places

    @staticmethod
    def _replaced(text: str, places: list[tuple[int, int]]) -> str:
        for start, end in reversed(places):
            text = text[:start] + MASK + text[end:]
        return text


def _cut_off(secret: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text was cut within a secret: the beginning of one tells much of it, too."""
    end = text.find(CUT)
    while end >= 0:
        if text[max(0, end - SHORTEST_SECRET) : end] in secret:
            first = max(0, end - min(len(secret) - 1, _LONGEST_BEGINNING))
            starts = (at for at in range(first, end - SHORTEST_SECRET + 1) if secret.startswith(text[at:end]))
            start = next(starts, None)
            if start is not None:
                yield start, end
        end = text.find(CUT, end + 1)
