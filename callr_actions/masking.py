"""Secrets are hidden at the one place where text leaves the program; this is the tool for it."""

from __future__ import annotations

MASK = "••••"
# Shorter values ("a", "12") occur in ordinary words: hiding them would garble every output.
_SHORTEST_SECRET = 4


class Masker:
    """Knows the secrets of this process and replaces them in text."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()

    def add(self, secret: str) -> None:
        """Learn one secret. Values shorter than four characters are not hidden."""
        if len(secret) >= _SHORTEST_SECRET:
            self._secrets.add(secret)

    def mask(self, text: str) -> str:
        """Return the text with each known secret replaced, the longest first."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, MASK)
        return text
