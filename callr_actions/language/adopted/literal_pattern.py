"""Patterns that stand for a few fixed words: `^say@v2$`, `^say@v(1|2)$`, `^(?:say|play)@v[12]$`."""

from __future__ import annotations

_MOST_WORDS = 64
_META = frozenset(".*+?{}()[]|^$")
_CLASSES = frozenset("dDwWsSbBpPkuxcnrtvf0123456789")


class _NotLiteral(Exception):  # noqa: N818 - control flow that never leaves this file
    """The pattern stands for more than a few words."""


def words_of(pattern: str) -> frozenset[str] | None:
    """Return every text that a pattern matches as a whole, or None where they are not a few fixed ones."""
    if len(pattern) > 10_000 or not pattern.startswith("^") or not pattern.endswith("$"):
        return None
    reader = _Reader(pattern[1:-1])
    try:
        words = reader.alternatives()
    except _NotLiteral:
        return None
    # `^a|b$` means `(^a)|(b$)`, which is not what it looks like.
    return words if reader.done and not reader.bare_bar else None


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self.bare_bar = False

    @property
    def done(self) -> bool:
        return self._at == len(self._text)

    def alternatives(self) -> frozenset[str]:
        words = self._sequence()
        while self._take("|"):
            self.bare_bar = self.bare_bar or self._depth == 0
            words |= self._sequence()
        return _bounded(words)

    def _sequence(self) -> frozenset[str]:
        words = frozenset(("",))
        while not self.done and self._text[self._at] not in "|)":
            part = self._part()
            if self._take("?"):
                part |= {""}
            words = _bounded(frozenset(head + tail for head in words for tail in part))
        return words

    def _part(self) -> frozenset[str]:
        if self._take("("):
            if self._take("?") and not self._take(":"):
                raise _NotLiteral
            self._depth += 1
            if self._depth > 20:
                raise _NotLiteral
            words = self.alternatives()
            self._depth -= 1
            if not self._take(")"):
                raise _NotLiteral
            return words
        if self._take("["):
            end = self._text.find("]", self._at)
            letters = self._text[self._at : end] if end > self._at else "^"
            if not letters.isalnum():
                raise _NotLiteral
            self._at = end + 1
            return frozenset(letters)
        return frozenset((self._letter(),))

    def _letter(self) -> str:
        letter = self._text[self._at]
        self._at += 1
        if letter == "\\" and not self.done:
            letter = self._text[self._at]
            self._at += 1
            if letter in _CLASSES:
                raise _NotLiteral
        elif letter in _META or letter == "\\":
            raise _NotLiteral
        return letter

    def _take(self, letter: str) -> bool:
        if self._text.startswith(letter, self._at):
            self._at += 1
            return True
        return False


def _bounded(words: frozenset[str]) -> frozenset[str]:
    if len(words) > _MOST_WORDS:
        raise _NotLiteral
    return words
