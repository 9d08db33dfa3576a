"""Scenarios, their numbers and their runs; the API calls them Actions."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from callr_actions.api.models.paging import Page
from callr_actions.api.models.scenarios import Run, RunStarted, Scenario
from callr_actions.api.paging import Search
from callr_actions.api.request import NOTHING, answer, ask
from callr_actions.api.requests.scenarios import SearchScenarios

if TYPE_CHECKING:
    from callr_actions.api.request import Request
    from callr_actions.api.requests.scenarios import CreateScenario, StartScenario, UpdateScenario

_SCENARIO = answer(Scenario)
_PAGE = answer(Page[Scenario])
_STARTED = answer(RunStarted)
_RUN = answer(Run)


def search(inputs: SearchScenarios | None = None) -> Search[Scenario]:
    """List scenarios; each comes with its whole script."""
    return Search.of("actionsSearch", _PAGE, inputs or SearchScenarios(), identity=attrgetter("sid"))


def create(inputs: CreateScenario) -> Request[Scenario]:
    """Make a scenario."""
    return ask("actionsCreate", _SCENARIO, inputs)


def get(sid: str) -> Request[Scenario]:
    """Read a scenario."""
    return ask("actionsGet", _SCENARIO, sid=sid)


def update(sid: str, inputs: UpdateScenario) -> Request[Scenario]:
    """Change a scenario's name or script."""
    return ask("actionsUpdate", _SCENARIO, inputs, sid=sid)


def delete(sid: str) -> Request[None]:
    """Delete a scenario. What becomes of its numbers and runs is not documented."""
    return ask("actionsDelete", NOTHING, sid=sid)


def attach_number(sid: str, number: str) -> Request[None]:
    """Let a scenario answer a number. What an attachment to another scenario does to it is not documented."""
    return ask("actionsAttachNumber", NOTHING, sid=sid, number=number)


def detach_number(sid: str, number: str) -> Request[None]:
    """Take a number from a scenario; the number stays on the account."""
    return ask("actionsDetachNumber", NOTHING, sid=sid, number=number)


def start(sid: str, inputs: StartScenario) -> Request[RunStarted]:
    """Start the branch `api-initiated` without a call."""
    return ask("actionsStart", _STARTED, inputs, sid=sid)


def get_run(sid: str, run_id: str) -> Request[Run]:
    """Read a run's variables: that is all the API tells of a run."""
    return ask("actionsGetRun", _RUN, sid=sid, runid=run_id)


def cancel_run(sid: str, run_id: str) -> Request[None]:
    """Stop a run."""
    return ask("actionsCancelRun", NOTHING, sid=sid, runid=run_id)
