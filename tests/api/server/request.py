"""A request as it came over the wire, before anybody has judged it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    method: str
    target: str  # as sent: path and query, not decoded
    headers: tuple[tuple[str, str], ...]  # as sent, in order
    body: bytes  # without the framing of chunks
    raw: bytes  # every byte of it
    at: float  # seconds of the monotonic clock
    connection: int  # how many connections were opened before this request's

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> list[tuple[str, str]]:
        """Decoded pairs, in order."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    def header(self, name: str) -> str | None:
        """A header's value, with several of one name joined; None without it."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None

    @property
    def basic(self) -> tuple[str, str] | None:
        """User and password of HTTP Basic, None when there is no such header or it can't be read."""
        scheme, _, encoded = (self.header("authorization") or "").partition(" ")
        try:
            user, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        return (user, password) if scheme.lower() == "basic" and colon else None
