"""The table of exit codes, row by row: what happens, and what `run` and `runs` end with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.server import faults
from tests.cli.runs.conftest import DONE, FAILED, RUN, RUNNING, SID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.api.loopback import Time
    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

UNTIL = ("--until", '$status === "done"')
FAIL_IF = ("--fail-if", '$status === "failed"')
BOTH = (*UNTIL, *FAIL_IF)
TABLE: tuple[tuple[str, int, tuple[str, ...], tuple[dict[str, Any], ...]], ...] = (
    ("the condition holds", 0, BOTH, (RUNNING, DONE)),
    ("without a condition", 0, (), (RUNNING,)),
    ("detached", 0, ("--detach", *BOTH), (RUNNING,)),
    ("both conditions hold: failure comes first", 6, (*UNTIL, "--fail-if", "true"), (DONE,)),
    ("the condition of failure holds", 6, BOTH, (RUNNING, FAILED)),
    ("neither holds in time", 5, (*BOTH, "--timeout", "30s"), (RUNNING,)),
    ("only failure is known, and never comes", 5, (*FAIL_IF, "--timeout", "30s"), (RUNNING,)),
    ("no time at all, and it is done", 0, (*BOTH, "--timeout", "0"), (DONE,)),
    ("no time at all, and it is not", 5, (*BOTH, "--timeout", "0"), (RUNNING,)),
    ("a condition that is none", 64, ("--until", "$status ==="), (DONE,)),
    ("an unknown option", 64, ("--untill", "x"), (DONE,)),
)


@pytest.mark.no_cover  # others cover the same
@pytest.mark.parametrize(
    ("code", "arguments", "runs"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_becomes_of_the_run(
    run: Program,
    reminder: Callable[..., None],
    code: int,
    arguments: tuple[str, ...],
    runs: tuple[dict[str, Any], ...],
) -> None:
    reminder(*runs)
    assert run(*arguments).code == code


@pytest.mark.parametrize(
    ("status", "code"), [(400, 7), (401, 8), (403, 8), (404, 7), (409, 7), (429, 7), (500, 7), (302, 7)]
)
@pytest.mark.parametrize("when", ["at the start", "while it goes on"])
def test_what_the_account_refuses(  # noqa: PLR0917 - fixtures
    run: Program, reminder: Callable[..., None], server: CallrServer, when: str, status: int, code: int
) -> None:
    refusal = faults.status(status)
    reminder(RUNNING)
    # First the scenario is read; a start is sent again after 429 only.
    server.next(faults.NONE, *([] if when == "at the start" else [faults.NONE, faults.NONE]))
    server.always(refusal)
    ended = run(*BOTH, "--timeout", "60s")
    assert (ended.code, ended.out) == (code, "")
    assert server.count("actionsStart") == (5 if when == "at the start" and status == 429 else 1)
    assert server.count("actionsGetRun") > 0 or when == "at the start"


def test_a_network_that_fails(run: Program, reminder: Callable[..., None], server: CallrServer) -> None:
    reminder(RUNNING)
    server.next(faults.NONE)
    server.always(faults.reset_before_answer())
    ended = run(*BOTH)
    assert ended.code == 7
    assert ended.err.startswith("error: whether the run began, nobody knows: POST /actions/remind01/runs")
    assert server.count("actionsStart") == 1
    server.next(faults.NONE, faults.NONE, faults.NONE)
    ended = run(*BOTH, "--timeout", "30s")
    assert (ended.code, ended.out) == (7, "")
    assert "error: the account did not answer until the time was over, after 30.0 s" in ended.err
    assert f"`callr-actions runs wait {RUN} --account staging`" in ended.err


def test_safety(callr: Program, clock: Time, reminder: Callable[..., None], server: CallrServer) -> None:
    reminder()
    phone = ("--var", "$phone=+33199001234", *BOTH)
    ended = callr("run", SID, *phone)
    assert ended.code == 3
    assert ended.err == (
        "error: this needs a yes, and nobody is here to be asked: start a run of `Reminder` (remind01); "
        "it calls +33199001234 (line 9)\nhelp: add --yes\n"
    )
    assert callr("run", SID, *phone, "--yes", "--account", "production").code == 3
    assert server.count("actionsStart") == 0
    assert callr("run", SID, *phone, "--confirm", "production", "--account", "production").code == 0


def test_nobody_is_asked_who_calls_nobody(callr: Program, clock: Time, reminder: Callable[..., None]) -> None:
    reminder(
        script="branches:\n  api-initiated:\n    actions:\n      - {action: log@v1, params: {message: a}}\n"
    )
    assert callr("run", SID, *BOTH).code == 0
    reminder(script="[")
    ended = callr("run", SID, *BOTH)
    assert (ended.code, "whom it calls or writes to is not known" in ended.err) == (3, True)


def test_an_account_has_to_be_named_where_nobody_sits(
    callr: Program, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "callr.yaml").write_text("version: 1\n")
    ended = callr("run", "good")
    assert (ended.code, ended.err.splitlines()[0]) == (
        64,
        "error: no account is named, and nobody is here to be asked",
    )
    monkeypatch.setenv("CI", "1")
    assert callr("run", "good").code == 64
    (project / "callr.yaml").write_text("version: 2\n")
    assert callr("run", "good").code == 64


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("wait", RUN), 0),
        (("wait", RUN, "--until", "false", "--timeout", "9s"), 5),
        (("wait", RUN, "--fail-if", "true"), 6),
        (("wait", RUN, "--until", "nothing"), 64),
        (("follow", RUN), 0),
        (("get", RUN), 0),
        (("get", "api:OTHER"), 64),
        (("get", RUN, "--account", "production"), 64),
        (("cancel", RUN), 0),
        (("list",), 0),
    ],
)
def test_picking_up_again(run: Program, callr: Program, arguments: tuple[str, ...], code: int) -> None:
    assert run("--detach", *BOTH).code == 0
    assert callr("runs", *arguments).code == code


@pytest.mark.parametrize(("status", "code"), [(401, 8), (403, 8), (404, 7), (409, 7), (400, 7), (500, 7)])
@pytest.mark.parametrize("verb", ["wait", "get", "cancel"])
def test_picking_up_what_is_refused(  # noqa: PLR0917 - fixtures
    run: Program, callr: Program, server: CallrServer, verb: str, status: int, code: int
) -> None:
    run("--detach", *BOTH)
    server.always(faults.status(status))
    ended = callr("runs", verb, RUN, *(("--timeout", "10s") if verb == "wait" else ()))
    assert (ended.code, ended.out) == (code, "")
