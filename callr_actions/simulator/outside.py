"""Everything that a run asks of the world around it. A world answers, or a tape of an earlier run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.simulator.behaviour import Behaviour
    from callr_actions.simulator.world.model import ActionAnswer, Reply


class Request(NamedTuple):
    """One HTTP request; `method` in upper case, `timeout` in seconds, None for none."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None
    timeout: float | None = None


class Outside(Protocol):
    """What answers a run. Each question may be asked again, and answered otherwise then."""

    def behaviour(self, number: str) -> Behaviour:
        """Return how the next call to a number goes."""

    def reply(self, request: Request) -> Reply | None:
        """Return what a request is answered with; None where nothing is known of it."""

    def action(self, name: str, params: object) -> ActionAnswer | None:
        """Return what the next step with this action gets; None where nothing is known of it."""
