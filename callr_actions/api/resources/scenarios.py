"""Scenarios, their numbers and their runs. The API's tag for them is Actions."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from callr_actions.api.paging import Search
from callr_actions.api.request import NOTHING, Request, answer
from callr_actions.api.shapes import Page, Run, RunStarted, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCENARIO = answer(Scenario)
_PAGE = answer(Page[Scenario])
_STARTED = answer(RunStarted)
_RUN = answer(Run)


def search(*, name: str | None = None) -> Search[Scenario]:
    """List scenarios with their scripts.

    Args:
        name: a part of the name, of at most 64 characters.
    """
    return Search(operation="actionsSearch", answer=_PAGE, identity=attrgetter("sid"), query={"name": name})


def get(sid: str) -> Request[Scenario]:
    """Read one scenario."""
    return Request(operation="actionsGet", answer=_SCENARIO, arguments={"sid": sid})


def delete(sid: str) -> Request[None]:
    """Delete a scenario."""
    return Request(operation="actionsDelete", answer=NOTHING, arguments={"sid": sid})


def start(sid: str, variables: Mapping[str, Any]) -> Request[RunStarted]:
    """Start the `api-initiated` branch of a scenario."""
    return Request(
        operation="actionsStart", answer=_STARTED, arguments={"sid": sid}, body={"variables": variables}
    )
