"""Whether the API is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.api.models.system import Pong
from callr_actions.api.request import answer, ask

if TYPE_CHECKING:
    from callr_actions.api.request import Request

_PONG = answer(Pong)


def ping() -> Request[Pong]:
    """Ask for a sign of life, which takes the right credentials, too."""
    return ask("systemPing", _PONG)
