"""A run outlives whoever began it, and nobody is ever at one run with somebody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.account.clock import Pace
from callr_actions.account.runs import effects
from callr_actions.errors import CallrActionsError
from tests.account.client import Client
from tests.account.runs.conftest import START
from tests.account.runs.scripts import (
    FORWARD,
    MENU,
    announced,
    finished,
    kinds,
    listen,
    place,
    records,
    state,
    taken_by,
)
from tests.processes import wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).resolve().parents[3]
# Some of everything that a run is made of: chance, the clock, objects, several legs, requests, ids, inputs.
RICH = """\
variables: {$log: []}
branches:
  inbound-call:
    actions:
      - action: javascript@v1
        params: {code: "$log.push(Math.random(), now.toISOString()); $same = $log"}
      - action: startRecording@v1
      - action: fetch@v2
        params: {url: https://crm.example.com/a}
        result: $first
      - action: fetch@v2
        params: {url: https://crm.example.com/a}
        result: $second
      - action: gather@v2
        params: {prompt: {what: Press}, maxDigits: 2, timeout: 30}
        result: $pressed
      - action: dial@v1
        params: {targets: [{number: "+33142000000"}], answerOnBranch: taken}
        result: $dial
      - action: javascript@v1
        params: {code: "$log.push(Math.random(), $same === $log)"}
      - action: sms@v1
        params: {to: ["+33639980042"], body: Done}
        result: $sent
  taken:
    actions:
      - action: say@v2
        params: {what: A call for you}
      - action: bridge@v1
"""
WORLD = {"http": [{"url": "https://crm.example.com/**", "replies": [{"status": 201}, {"status": 404}]}]}


def play(path: Path, *, alone: bool) -> dict[str, Any]:
    """Let a rich run go on, by one process or a new one each half second; return all that came of it."""
    moment = START

    def opened() -> Client:
        return Client(path, seed=7, pace=Pace.REAL, wall_clock=lambda: moment)

    api = opened()
    listen(api, "v2.call.inbound.started", "v2.call.outbound.ended")
    _, number = taken_by(api, RICH)
    callid, runid = place(api, number, world=WORLD)
    pressed = 0
    try:
        while api.app.work.next_due() is not None:
            if not alone:
                api.close()
                api = opened()
            moment += 500
            api.app.work.take_due()
            if pressed < 2 and "$second" in state(api, runid)["variables"]:
                api.do("POST", api.control(f"/calls/{callid}/keys"), json={"keys": str(pressed)})
                pressed += 1
        return {
            "state": state(api, runid),
            "events": api.do("GET", api.control(f"/runs/{runid}/events")),
            "records": records(api),
            "recordings": api.do("GET", "/recordings"),
            "messages": api.do("GET", "/sms"),
            "told": announced(api),
            "credit": api.do("GET", "/billing/credit"),
        }
    finally:
        api.close()


@pytest.mark.no_cover  # others cover the same
def test_a_new_process_for_each_request_changes_nothing(tmp_path: Path) -> None:
    alone = play(tmp_path / "alone.sqlite3", alone=True)
    assert alone["state"]["outcome"] == "completed"
    assert alone["state"]["variables"]["$log"][3] is True
    assert [alone["state"]["variables"][name]["status"] for name in ("$first", "$second")] == [201, 404]
    assert alone["state"]["variables"]["$pressed"]["digits"] == "01"
    assert play(tmp_path / "many.sqlite3", alone=False) == alone


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Client, Client]]:
    """Two processes with one account, as far as it can tell."""
    path = tmp_path / "account.sqlite3"
    clients = Client(path), Client(path)
    yield clients
    for each in clients:
        each.close()


def test_two_that_take_turns_are_like_one(two: tuple[Client, Client]) -> None:
    first, second = two
    _, number = taken_by(first, FORWARD)
    _, runid = place(second, number)
    turn = 0
    while first.app.work.next_due() is not None:
        two[turn % 2].app.work.take_due()
        turn += 1
    assert turn > 2
    assert state(first, runid)["outcome"] == "completed"
    assert len(records(second)) == 2
    assert len(first.do("GET", "/recordings")["hits"]) == 1


def test_what_came_to_nothing_is_done_again_and_once(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _, number = taken_by(api, FORWARD)
    _, runid = place(api, number)
    row = api.state.database.row("select id from runs")
    assert row is not None
    write, broken = effects.write, [True]

    def fails_once(*arguments: Any) -> None:
        write(*arguments)
        if broken:
            broken.pop()
            api.state.database.run("select * from there_is_no_such_table")

    monkeypatch.setattr(effects, "write", fails_once)
    with pytest.raises(Exception, match="no such table"):
        api.app.work.take_due()
    assert state(api, runid)["state"] == "running"
    assert finished(api, runid)["outcome"] == "completed"
    assert len(records(api)) == 2


def test_a_bug_in_the_simulator_ends_the_run_and_no_more(
    api: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    listen(api, "v2.call.inbound.ended")
    _, number = taken_by(api, FORWARD)
    callid, runid = place(api, number)
    api.app.work.take_due()
    assert len(api.do("GET", api.control("/calls"))) == 2

    def fails(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(effects, "write", fails)
        api.app.work.take_due()
    assert "ZeroDivisionError" in caplog.text
    ended = finished(api, runid)
    assert (ended["state"], ended["next"]) == ("failed", None)
    assert ended["error"]["message"].endswith("This is a bug")
    assert api.do("GET", api.control("/calls")) == []
    caller, callee = records(api)
    assert [caller[name] for name in ("callid", "hangupSource", "hangupCause")] == [callid, "system", 41]
    assert (callee["durationBilled"], callee["billingDebit"]) == (0, "0.0000")
    assert announced(api) == [("v2.call.inbound.ended", caller)]
    assert api.do("GET", "/ping")["pong"] == "pong"


def test_a_machine_without_the_engine(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any) -> None:
        raise CallrActionsError("the JavaScript engine is not installed", hint="install it")

    monkeypatch.setattr("callr_actions.javascript.evaluation.pool.WorkerProcess", missing)
    _, number = taken_by(api, RICH)
    _, runid = place(api, number)
    ended = finished(api, runid)
    assert (ended["state"], ended["error"]["message"]) == ("failed", "the JavaScript engine is not installed")


def test_a_run_that_does_not_come_out_the_same_ends_and_says_so(two: tuple[Client, Client]) -> None:
    first, second = two
    _, number = taken_by(first, FORWARD)
    callid, runid = place(first, number)
    first.app.work.take_due()
    # As another version of the program might run it.
    first.state.database.run("update run_events set event = replace(event, 'dialled', 'called')")
    second.app.work.take_due()
    ended = state(second, runid)
    assert ended["state"] == "failed"
    assert ended["error"]["message"].startswith("the run could not be gone on with: another process began it")
    assert [each["hangupSource"] for each in records(second)] == ["system", "system"]
    assert first.refused("DELETE", f"/calls/{callid}")[0] == 404


def test_a_script_that_changes_meanwhile_does_not_count(two: tuple[Client, Client]) -> None:
    first, second = two
    sid, number = taken_by(first, MENU)
    _, runid = place(first, number, does=["asked", {"press": "4"}])
    first.app.work.take_due()
    second.do("PATCH", f"/actions/{sid}", json={"script": "branches: {}"})
    assert finished(second, runid)["variables"]["$over"] is True


def test_the_events_of_a_thousand_runs_are_kept(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callr_actions.account.stores.runs.KEPT_EVENTS", 2)
    _, number = taken_by(api, MENU)
    placed = []
    for _ in range(3):
        placed.append(place(api, number)[1])
        finished(api, placed[-1])
    assert [len(kinds(api, each)) > 0 for each in placed] == [False, True, True]
    assert state(api, placed[0])["events"] > 0


def test_the_engine_ends_with_the_account(tmp_path: Path) -> None:
    api = Client(tmp_path / "account.sqlite3")
    try:
        _, number = taken_by(api, RICH)
        place(api, number, world=WORLD)
        api.app.work.take_due()
        (pid,) = api.state.sessions.processes
    finally:
        api.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


_DIES = """
import os, signal, sys
from pathlib import Path
from tests.account.client import Client
from tests.account.runs.conftest import START
from tests.account.runs.scripts import place, taken_by
from tests.account.runs.test_other_processes import RICH, WORLD

api = Client(Path(sys.argv[1]), seed=7)
_, number = taken_by(api, RICH)
callid, runid = place(api, number, world=WORLD)
for _ in range(3):
    api.app.work.take_due()
print(runid, *api.state.sessions.processes, flush=True)
api.state.database.run("begin immediate")
api.state.database.run("update runs set variables = '{}'")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nobody is killed like that here")
def test_a_run_goes_on_when_the_process_that_began_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite3"
    done = subprocess.run([sys.executable, "-c", _DIES, str(path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    runid, worker = done.stdout.split()
    api = Client(path)
    try:
        before = state(api, runid)
        assert before["variables"]["$log"][0] < 1
        ended = finished(api, runid)
        assert ended["outcome"] == "completed"
        assert ended["variables"]["$log"][:2] == before["variables"]["$log"][:2]
        assert len(records(api)) == 2
    finally:
        api.close()
    wait_until_gone(int(worker))
