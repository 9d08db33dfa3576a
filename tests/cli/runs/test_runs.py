"""`runs`: the history of what was started here, and runs picked up again, also those of somebody else."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tests.api.server import faults
from tests.cli.runs.conftest import DONE, RUN, RUNNING, SID, scenario

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.api.loopback import Time
    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

UNTIL = ("--until", '$status === "done"')


def test_the_history(run: Program, callr: Program, server: CallrServer, project: Path) -> None:
    assert callr("runs", "list") == (0, "", "no runs were started here\n")
    assert run(*UNTIL, "--var", "$phone=1").code == 0
    server.answers("actionsStart", {"runid": "api:SECOND00"}, 201)
    run("--detach")
    before = len(server.received)
    found = json.loads(callr("runs", "list", "--json").out)
    assert found["total"] == 2
    second, first = found["items"]
    assert (second["run"], second["outcome"]) == ("api:SECOND00", "detached")
    assert (first["run"], first["account"], first["outcome"]) == (RUN, "staging", "reached")
    assert first["scenario"] == {"sid": SID, "name": "Reminder"}
    assert first["variables"] == {"$phone": 1, "$status": "running"}
    assert first["started"] <= first["ended"]
    assert len(callr("runs", "list", "--limit", "1", "--jsonl").out.splitlines()) == 1
    assert callr("runs", "list", "--account", "production").out == ""
    assert len(server.received) == before
    assert callr("runs", "list").out.splitlines()[0].split() == [
        "run",
        "account",
        "scenario",
        "started",
        "outcome",
    ]


def test_a_run_is_judged_as_at_its_start(run: Program, callr: Program, reminder: Callable[..., None]) -> None:
    reminder(RUNNING, RUNNING, DONE)
    run("--detach", *UNTIL, "--timeout", "30s")
    ended = callr("runs", "wait", RUN)
    assert (ended.code, json.loads(ended.out)["status"]) == (0, "done")
    assert ended.err.splitlines()[-1] == 'done after 0.6 s, asked 3 times: --until `$status === "done"`'
    reminder(RUNNING)
    ended = callr("runs", "wait", RUN)
    assert (ended.code, "is not done after 30.0 s" in ended.err) == (5, True)
    assert callr("runs", "wait", RUN, "--until-set", "$phone").code == 0


def test_without_a_condition_there_is_nothing_to_wait_for(run: Program, callr: Program) -> None:
    run("--detach")
    ended = callr("runs", "wait", RUN)
    assert ended.code == 64
    assert ended.err == (
        f"error: nothing says when the run {RUN} is done\n"
        "help: add --until EXPR or --until-set '$NAME'; `callr-actions runs follow` shows it without\n"
    )
    followed = callr("runs", "follow", RUN, "--timeout", "5s")
    assert (followed.code, json.loads(followed.out)["status"]) == (0, "done")
    assert json.loads(callr("runs", "list", "--json").out)["items"][0]["outcome"] == "detached"


def test_a_run_of_somebody_else(run: Program, callr: Program, server: CallrServer) -> None:
    ended = callr("runs", "get", "api:FOREIGN1")
    assert ended.code == 64
    assert ended.err == (
        "error: the run api:FOREIGN1 was not started here, "
        "and the API does not tell which scenario it is of\n"
        "help: name that with --scenario KEY; `callr-actions runs list` shows those that were started here\n"
    )
    assert json.loads(callr("runs", "get", "api:FOREIGN1", "--scenario", SID, "--json").out)["item"] == DONE
    ended = callr("runs", "wait", "api:FOREIGN1", "--scenario", SID, *UNTIL)
    assert (ended.code, json.loads(ended.out)["status"]) == (0, "done")
    assert ended.err.splitlines()[0] == f"the run api:FOREIGN1 of `{SID}` ({SID}) on `staging`"
    assert callr("runs", "cancel", "api:FOREIGN1", "--scenario", SID).code == 0
    assert callr("runs", "get", "x" * 65, "--scenario", SID).code == 64
    assert server.complaints == []


def test_a_run_on_another_account(run: Program, callr: Program) -> None:
    run("--detach")
    ended = callr("runs", "get", RUN, "--account", "production")
    assert ended.code == 64
    assert ended.err == (
        f"error: the run {RUN} was started on the account `staging`, and `production` is meant\n"
        "help: add --account staging\n"
    )


def test_a_run_that_has_expired(run: Program, callr: Program, server: CallrServer) -> None:
    run("--detach", *UNTIL)
    server.always(faults.status(404, "not-found", "no such run"))
    for verb in ("get", "wait", "cancel"):
        ended = callr("runs", verb, RUN)
        assert ended.code == 7, verb
        assert f"error: the account knows no run {RUN} of the scenario {SID}" in ended.err, verb
        assert "`callr-actions runs list` shows those that were started here" in ended.err, verb


def test_a_run_that_is_gone_in_the_middle(
    run: Program, reminder: Callable[..., None], server: CallrServer
) -> None:
    reminder(RUNNING)
    server.next(*[faults.NONE] * 3, faults.status(404))
    ended = run(*UNTIL)
    assert ended.code == 7
    assert (
        f"error: the account does not know the run {RUN} any more: it was cancelled, or has ended"
        in ended.err
    )


def test_cancelling(run: Program, callr: Program, server: CallrServer) -> None:
    run("--detach")
    assert callr("runs", "cancel", RUN) == (0, "", f"cancelled the run {RUN}\n")
    assert json.loads(callr("runs", "list", "--json").out)["items"][0]["outcome"] == "cancelled"
    server.next(faults.reset_before_answer(), faults.status(404))
    ended = callr("runs", "cancel", RUN)
    assert ended == (0, "", f"the run {RUN} is over: it had ended, or a lost attempt has cancelled it\n")


def test_a_protected_account_asks_for_its_name(callr: Program, server: CallrServer) -> None:
    with_account = ("runs", "cancel", RUN, "--scenario", SID, "--account", "production")
    assert callr(*with_account).code == 3
    assert server.count("actionsCancelRun") == 0
    assert callr(*with_account, "--confirm", "production").code == 0


def test_a_history_that_cannot_be_used_stops_no_run(run: Program, callr: Program, project: Path) -> None:
    (project / ".callr").mkdir(exist_ok=True)
    (project / ".callr" / "runs.sqlite3").write_bytes(b"no database" * 100)
    ended = run(*UNTIL)
    assert (ended.code, json.loads(ended.out)["status"]) == (0, "done")
    assert ended.err.count("warning: ") == 2
    assert "the history of runs cannot be used: file is not a database" in ended.err
    listed = callr("runs", "list")
    assert (listed.code, "help: move it away to begin a new one" in listed.err) == (64, True)


def test_somebody_is_asked(
    callr: Program, reminder: Callable[..., None], clock: object, terminal: None, server: CallrServer
) -> None:
    reminder()
    asked = callr("run", SID, *UNTIL, "--var", "$phone=+33199001234", stdin=b"n\n")
    assert asked.code == 3
    assert asked.err.splitlines()[:2] == [
        "account `staging`: start a run of `Reminder` (remind01)",
        "it calls +33199001234 (line 9)",
    ]
    assert server.count("actionsStart") == 0
    assert callr("run", SID, *UNTIL, stdin=b"y\n").code == 0


def test_interrupted_questions_start_nothing(
    callr: Program,
    reminder: Callable[..., None],
    terminal: None,
    server: CallrServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reminder()

    def interrupted(question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("callr_actions.cli.sessions.gate.ask", interrupted)
    assert callr("run", SID, *UNTIL).code == 130
    assert server.count("actionsStart") == 0


@pytest.fixture
def interrupted(clock: Time) -> None:
    """Ctrl-C comes while it waits for the second time."""
    before = clock.asleep

    async def asleep(seconds: float) -> None:
        await before(seconds)
        if len(clock.waits) == 2:
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            await asyncio.sleep(0)

    clock.asleep = asleep  # type: ignore[method-assign]


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_is_told_also_where_nothing_else_is(
    run: Program, reminder: Callable[..., None], callr: Program, server: CallrServer
) -> None:
    reminder(RUNNING)
    ended = run(*UNTIL, "-q", "--project", "callr.yaml")
    assert (ended.code, ended.out) == (130, "")
    assert ended.err.splitlines() == [
        f"interrupted; the run {RUN} goes on",
        f"  pick it up:  callr-actions runs wait {RUN} --account staging --project callr.yaml",
        f"  cancel it:   callr-actions runs cancel {RUN} --account staging --project callr.yaml",
    ]
    assert server.count("actionsCancelRun") == 0
    assert json.loads(callr("runs", "list", "--json").out)["items"][0]["outcome"] == "interrupted"


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_cancels(
    run: Program, reminder: Callable[..., None], server: CallrServer, callr: Program
) -> None:
    reminder(RUNNING)
    ended = run(*UNTIL, "--cancel-on-interrupt", "-q")
    assert (ended.code, ended.err) == (130, f"interrupted; the run {RUN} is cancelled\n")
    assert server.count("actionsCancelRun") == 1
    assert json.loads(callr("runs", "list", "--json").out)["items"][0]["outcome"] == "cancelled"


@pytest.mark.usefixtures("interrupted")
def test_a_cancel_at_ctrl_c_that_fails_is_told(
    run: Program, reminder: Callable[..., None], server: CallrServer
) -> None:
    reminder(RUNNING)
    server.next(*[faults.NONE] * 4)
    server.always(faults.status(400, "bad-request", "no"))
    ended = run(*UNTIL, "--cancel-on-interrupt", "-q")
    assert ended.code == 130
    first, second = ended.err.splitlines()
    assert first.startswith(f"interrupted; the run {RUN} could not be cancelled: DELETE /actions/")
    assert second == f"  cancel it:  callr-actions runs cancel {RUN} --account staging"


def test_a_scenario_by_its_key_and_by_its_name(
    run: Program, callr: Program, server: CallrServer, project: Path
) -> None:
    hits = [scenario(), scenario(sid="remind02", name="Reminder 2")]
    server.answers("actionsSearch", {"offset": 0, "total": 2, "hasMore": False, "hits": hits})
    settings = '  reminder: {name: Reminder, run: {until: $status === "done"}}\n'
    (project / "callr.yaml").write_text((project / "callr.yaml").read_text() + settings)
    for named in ("reminder", "Reminder", SID):
        ended = callr("run", named, "--yes")
        assert ended.code == 0, named
        assert "callr.yaml:14:" in ended.err, named
    assert callr("run", "no\0thing", "--yes").code == 7
