"""`run` and `runs` on a local account that another process serves: faults, clocks, Ctrl-C, kills."""

from __future__ import annotations

import json
import shlex
import signal
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from callr_actions.runs.history import History
from tests.api.server import faults
from tests.api.server.server import KEY
from tests.cli.dev.conftest import SECONDS, local, start
from tests.cli.dev.test_dev import said
from tests.cli.runs.conftest import SID, scenario

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program
    from tests.cli.dev.conftest import Start

__all__ = ["local", "start"]

SCENARIO = """\
variables:
  $status: running
branches:
  api-initiated:
    actions:
      - action: dial@v1
        params:
          targets: [{number: "+33199001234", timeout: 40}]
          answerOnBranch: talk
        result: $dial
      - action: javascript@v1
        params: {code: $status = "done"}
  talk:
    actions:
      - action: javascript@v1
        params: {code: $status = "talking"}
      - {action: say@v2, params: {what: "One minute of talk. One minute of talk. One minute of talk."}}
"""
UNTIL = ("--until", '$status === "done"')
HERE = ("--account", "local")
FAULTS = ("delay=0.01", "429=1", "500-before", "500-after", "drop-before", "drop-after", "truncate")
# A request that starts a run and fails like this may have started it, so it is not sent again.
UNCLEAR = {"500-before", "500-after", "drop-before", "drop-after", "truncate"}


@pytest.fixture
def talk(local: Program, project: Path) -> Path:
    """A project with a scenario that takes its time."""
    (project / "scenarios" / "talk.yaml").write_text(SCENARIO)
    return project


@contextmanager
def serving(start: Start, clock: str) -> Iterator[dict[str, str]]:
    """Serve the project's account; yields what to know about it."""
    with start("dev", "--port", "0", "--clock", clock, "--quiet", "--no-watch") as process:
        yield said(process)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=SECONDS)


def break_answers(served: dict[str, str], *rules: str) -> None:
    answer = httpx.put(
        f"{served['CALLR_API_URL'].removesuffix('/v2.0')}/__local__/faults",
        json={"rules": list(rules), "seed": 1},
        headers={"x-api-key": served["CALLR_API_KEY"]},
        trust_env=False,
        timeout=None,
    )
    assert answer.is_success, answer.text


def runs_begun(project: Path) -> int:
    """How many runs the account itself has in its record."""
    database = sqlite3.connect(project / ".callr" / "account.sqlite3")
    count: int = database.execute("select count(*) from runs").fetchone()[0]
    database.close()
    return count


@pytest.fixture
def served(start: Start, talk: Path) -> Iterator[dict[str, str]]:
    with serving(start, "virtual") as found:
        yield found


@pytest.mark.usefixtures("clock")
def test_every_fault_at_the_start(local: Program, talk: Path, served: dict[str, str]) -> None:
    begun = 0
    for fault in FAULTS:
        break_answers(served, f"actionsStart:{fault}@1")
        ended = local("run", "talk", *HERE, *UNTIL, "-q")
        if fault in UNCLEAR:
            assert (ended.code, ended.out) == (7, ""), fault
            assert ended.err.startswith("error: whether the run began, nobody knows: POST /actions/"), fault
        else:
            assert (ended.code, json.loads(ended.out)["status"]) == (0, "done"), fault
        begun += fault in {"delay=0.01", "429=1", "500-after", "drop-after", "truncate"}
        assert runs_begun(talk) == begun, fault


@pytest.mark.usefixtures("clock")
def test_every_fault_while_it_is_followed(local: Program, served: dict[str, str]) -> None:
    for fault in FAULTS:
        break_answers(served, f"actionsGetRun:{fault}@1,3,5,6,7,8,9,10")
        ended = local("run", "talk", *HERE, *UNTIL, "--json", "-q")
        kinds = [json.loads(line)["kind"] for line in ended.out.splitlines()]
        assert (ended.code, kinds[-1]) == (0, "ended"), fault


@pytest.mark.usefixtures("clock")
def test_every_fault_at_a_cancel(local: Program, served: dict[str, str]) -> None:
    for fault in FAULTS:
        run = local("run", "talk", *HERE, *UNTIL, "--detach", "-q").out.strip()
        break_answers(served, f"actionsCancelRun:{fault}@1")
        ended = local("runs", "cancel", run, *HERE)
        assert (ended.code, ended.out) == (0, ""), (fault, ended.err)
        assert run in ended.err, fault
        again = local("runs", "cancel", run, *HERE)
        assert again.code == 7, fault
        assert again.err.startswith(f"error: the account knows no run {run} of the scenario "), fault


def test_in_process_nothing_waits(local: Program, talk: Path) -> None:
    ended = local("run", "talk", *HERE, *UNTIL, "--json", "-q")
    assert ended.code == 0
    last = json.loads(ended.out.splitlines()[-1])
    assert last["outcome"] == "reached"
    assert last["polls"] < 30
    again = local("run", "scenarios/talk.yaml", *HERE, "--until", "false", "--timeout", "10m")
    assert again.code == 5
    assert runs_begun(talk) == 2


def test_a_file_is_put_there_once_and_brought_up_to_date(local: Program, talk: Path) -> None:
    first = local("run", "talk", *HERE, *UNTIL)
    assert first.err.startswith("put scenarios/talk.yaml onto the local account as `talk` (")
    assert local("run", "scenarios/talk.yaml", *HERE, *UNTIL).err.startswith("the run ")
    (talk / "scenarios" / "talk.yaml").write_text(SCENARIO.replace('"done"', '"over"'))
    ended = local("run", "talk", *HERE, "--until", '$status === "over"')
    assert ended.code == 0
    assert ended.err.startswith("brought `talk` (")
    (talk / "elsewhere.yml").write_text(SCENARIO)
    assert local("run", "elsewhere.yml", *HERE, *UNTIL).err.startswith(
        "put elsewhere.yml onto the local account"
    )
    assert json.loads(local("scenarios", "list", "--json", *HERE).out)["total"] == 2


def test_what_cannot_be_put_there(local: Program, talk: Path) -> None:
    (talk / "scenarios" / "empty.yaml").write_text("")
    (talk / "scenarios" / "big.yaml").write_text(SCENARIO + "#" * 33_000)
    for name, words in (
        ("empty", "the file is empty"),
        ("big", "Callr takes 32,768"),
        ("none", "no scenario named"),
    ):
        ended = local("run", name, *HERE)
        assert ended.code in (7, 64), name
        assert words in ended.err, name
    local("scenarios", "create", "scenarios/talk.yaml", "--name", "talk", *HERE)
    local("scenarios", "create", "scenarios/talk.yaml", "--name", "talk", *HERE)
    assert "the local account has 2 scenarios named `talk`" in local("run", "talk", *HERE).err


def first_event(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    found: dict[str, Any] = json.loads(process.stdout.readline())
    assert found["kind"] == "started"
    return found


@pytest.fixture
def long_talk(talk: Path) -> Path:
    """The scenario takes hours: it ends when the account's clock is put forward."""
    file = talk / "scenarios" / "talk.yaml"
    file.write_text(file.read_text().replace("One minute of talk.", "One minute of talk. " * 400))
    return talk


def let_it_end(local: Program) -> None:
    for _ in range(3):  # the call is answered, the talk is over, both have hung up
        assert local("dev", "clock", "+6h").code == 0


def test_ctrl_c_leaves_the_run_and_says_how_to_go_on(start: Start, local: Program, long_talk: Path) -> None:
    with serving(start, "real"), start("run", "talk", *HERE, *UNTIL, "--json") as process:
        run = first_event(process)["run"]
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=SECONDS)
        assert process.returncode == 130
        assert json.loads(out.splitlines()[-1])["outcome"] == "interrupted"
        told = errors.splitlines()[-3:]
        assert told[0] == f"interrupted; the run {run} goes on"
        resume, cancel = (line.partition("callr-actions ")[2] for line in told[1:])
        listed = json.loads(local("runs", "list", "--json").out)["items"]
        assert [(each["run"], each["outcome"]) for each in listed] == [(run, "interrupted")]
        let_it_end(local)
        ended = local(*shlex.split(resume))
        assert (ended.code, json.loads(ended.out)["status"]) == (0, "done")
        assert local(*shlex.split(cancel)).code == 7


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_cancels_the_run_where_that_is_wanted(
    start: Start, local: Program, long_talk: Path, how: signal.Signals
) -> None:
    arguments = ("run", "talk", *HERE, *UNTIL, "--json", "--cancel-on-interrupt")
    with serving(start, "real"), start(*arguments) as process:
        run = first_event(process)["run"]
        process.send_signal(how)
        _, errors = process.communicate(timeout=SECONDS)
        assert (process.returncode, errors.splitlines()[-1]) == (
            130,
            f"interrupted; the run {run} is cancelled",
        )
        assert local("runs", "cancel", run, *HERE).code == 7


def test_ctrl_c_while_it_is_started(start: Start, talk: Path, server: CallrServer) -> None:
    server.answers("actionsGet", scenario())
    server.next(faults.NONE, faults.slow(600))
    environment = {"CALLR_ACCOUNT": "env", "CALLR_API_URL": server.url, "CALLR_API_KEY": KEY}
    with start("run", SID, "--yes", environment=environment) as process:
        while not server.count("actionsStart"):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, out) == (130, "")
    assert (
        errors == "interrupted while the run was being started: it may have begun all the same\ninterrupted\n"
    )


def test_a_run_whose_follower_is_killed_is_picked_up_again(
    start: Start, local: Program, long_talk: Path
) -> None:
    with serving(start, "real"):
        with start("run", "talk", *HERE, *UNTIL, "--json") as process:
            run = first_event(process)["run"]
            process.kill()
            process.wait(SECONDS)
        assert [each.outcome for each in History(long_talk / ".callr").find(run)] == [None]
        let_it_end(local)
        ended = local("runs", "wait", run, *HERE, "--json")
        assert (ended.code, json.loads(ended.out.splitlines()[-1])["outcome"]) == (0, "reached")
        assert [each.outcome for each in History(long_talk / ".callr").find(run)] == ["reached"]
