"""Whether the API is there."""

from __future__ import annotations

from callr_actions.api.request import Request, answer
from callr_actions.api.shapes import Pong

_PONG = answer(Pong)


def ping() -> Request[Pong]:
    """Ask for a sign of life; the credentials are checked, too (operation systemPing)."""
    return Request(operation="systemPing", answer=_PONG)
