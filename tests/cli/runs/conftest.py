"""The program against a scripted account: a run goes as a test says, and no time passes but on its clock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions import targets
from tests.api.loopback import Time
from tests.cli.api.conftest import callr, server, terminal, zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from callr_actions.api.connection import Connection
    from callr_actions.project.project import Account, Project
    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Ended, Program

__all__ = ["callr", "server", "terminal", "zone"]

SID = "remind01"
RUN = "api:9MNAB2H6"
SCRIPT = """\
variables:
  $phone: ""
  $status: running
branches:
  api-initiated:
    actions:
      - action: dial@v1
        params:
          targets: [{number: "${{ $phone }}"}]
        result: $dial
      - action: javascript@v1
        params: {code: $status = "done"}
"""
RUNNING = {"variables": {"$phone": "+33199001234", "$status": "running"}}
DONE = {"variables": {"$phone": "+33199001234", "$status": "done"}}
FAILED = {"variables": {"$phone": "+33199001234", "$status": "failed"}}


def scenario(**change: Any) -> dict[str, Any]:
    return {
        "sid": SID,
        "name": "Reminder",
        "script": SCRIPT,
        "format": "yaml",
        "version": "1.0",
        "numbers": [],
        "created": "2025-02-03T09:15:00Z",
        "updated": "2025-02-03T09:15:00Z",
        **change,
    }


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The clock of every account; only waits move it."""
    clock = Time()
    before = targets.connect

    def connect(project: Project, account: Account, around: targets.Surroundings) -> Connection:
        return replace(before(project, account, around), edge=clock.edge(random=0.0), rate_limit=None)

    monkeypatch.setattr(targets, "connect", connect)
    return clock


@pytest.fixture
def reminder(server: CallrServer) -> Callable[..., None]:
    """Let the account have the scenario, whose run goes through these variables."""

    def goes(*runs: dict[str, Any], **change: Any) -> None:
        server.answers("actionsGet", scenario(**change))
        server.answers("actionsStart", {"runid": RUN}, 201)
        server.answers_in_turn("actionsGetRun", *(runs or (DONE,)))

    return goes


@pytest.fixture
def run(callr: Program, clock: Time, reminder: Callable[..., None], project: Path) -> Program:
    """`run` of the reminder, which nobody has to be asked about; add what a test is about."""
    reminder()

    def start(*arguments: str, stdin: bytes = b"") -> Ended:
        return callr("run", SID, "--yes", *arguments, stdin=stdin)

    return start
