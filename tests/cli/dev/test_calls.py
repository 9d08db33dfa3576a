"""`dev call` and its like: in this process, where a call is over at once, and on a server, where it lasts."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.dev.conftest import SECONDS
from tests.cli.dev.test_dev import DEV, said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program
    from tests.cli.dev.conftest import Start

NUMBER = "+33199000101"
CALLER = "+33639980107"
OFFICE = "+33142000000"
SCRIPT = f"""\
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params: {{prompt: {{what: Press a key}}, maxDigits: 1, timeout: 5}}
        result: $pressed
      - action: dial@v1
        params: {{targets: [{{number: "{OFFICE}", timeout: 20}}]}}
        result: $dial
"""


@pytest.fixture
def menu(local: Program, project: Path) -> str:
    """A scenario that takes calls to `NUMBER`; its SID."""
    (project / "menu.yaml").write_text(SCRIPT, encoding="utf-8")
    assert local("dev", "seed", "--yes").code == 0
    made = local(
        "scenarios", "create", "menu.yaml", "--name", "Menu", "--account", "local", "--yes", "--json"
    )
    assert made.code == 0, made.err
    sid = str(json.loads(made.out)["item"]["sid"])
    attached = local("numbers", "attach", NUMBER, sid, "--account", "local", "--yes")
    assert attached.code == 0, attached.err
    return sid


def events(text: str, kind: str) -> list[dict[str, Any]]:
    return [each for each in map(json.loads, text.splitlines()) if each["kind"] == kind]


def test_a_call_in_this_process_is_over_at_once(local: Program, menu: str) -> None:
    ended = local("dev", "call", CALLER, NUMBER, "--press", "7")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == f"00:00.000             call from {CALLER} to {NUMBER}"
    assert any(line.endswith("caller     gathered 7 (complete)") for line in lines)
    assert lines[-1].endswith("run completed")
    (run,) = json.loads(local("dev", "runs", "--json").out)["items"]
    assert (run["state"], run["scenario"]["sid"]) == ("completed", menu)
    again = local("dev", "run", run["runid"])
    assert (again.code, again.out) == (0, ended.out)
    (shown,) = [json.loads(local("dev", "runs", run["runid"], "--json").out)["item"]]
    assert shown["variables"]["$pressed"]["digits"] == "7"


def test_events_as_json(local: Program, menu: str) -> None:
    ended = local("dev", "call", CALLER, NUMBER, "--press", "7", "--json")
    assert ended.code == 0, ended.err
    (gathered,) = events(ended.out, "gathered")
    assert (gathered["version"], gathered["digits"]) == (1, "7")
    traced = local("dev", "run", json.loads(ended.out.splitlines()[0])["run"], "--trace")
    assert "step gather@v2  (Menu:4)" in traced.out


@pytest.mark.usefixtures("menu")
def test_what_the_caller_does_in_a_file(local: Program, project: Path) -> None:
    (project / "does.yaml").write_text("- asked\n- hang-up\n", encoding="utf-8")
    ended = local("dev", "call", CALLER, NUMBER, "--script", "does.yaml", "--withheld")
    assert ended.code == 0, ended.err
    assert "hung up by caller" in ended.out
    (project / "does.yaml").write_text("- dance\n", encoding="utf-8")
    ended = local("dev", "call", CALLER, NUMBER, "--script", "does.yaml")
    assert ended.code == 7
    assert "`caller.does[0]` is `dance`" in ended.err
    (project / "does.yaml").write_text("", encoding="utf-8")
    assert local("dev", "call", CALLER, NUMBER, "--script", "does.yaml").code != 0
    assert local("dev", "call", CALLER, NUMBER, "--script", "x", "--press", "1").code == 64
    assert local("dev", "call", CALLER, NUMBER, "--press", "1,,2").code == 64


@pytest.mark.usefixtures("menu")
def test_a_world_for_one_call_and_for_all(local: Program, project: Path) -> None:
    (project / "busy.world.yaml").write_text(f'numbers: {{"{OFFICE}": busy}}\n', encoding="utf-8")
    (project / "wrong.world.yaml").write_text(f'numbers: {{"{OFFICE}": bussy}}\n', encoding="utf-8")

    def cause(*options: str) -> int:
        ended = local("dev", "call", CALLER, NUMBER, "--json", *options)
        assert ended.code == 0, ended.err
        return int(next(each["cause"] for each in events(ended.out, "hung-up") if each["leg"] == "callee-1"))

    assert cause() == 16
    assert cause("--world", "busy.world.yaml") == 17
    assert local("dev", "world", "busy.world.yaml").code == 0
    assert cause() == 17
    assert local("dev", "number", OFFICE, "rejected").code == 0
    assert cause() == 21
    assert local("dev", "number", OFFICE, "usual").code == 0
    assert local("dev", "world", "usual").code == 0
    assert cause() == 16
    refused = local("dev", "call", CALLER, NUMBER, "--world", "wrong.world.yaml")
    assert refused.code == 64
    assert "bussy" in refused.err


@pytest.mark.usefixtures("menu")
def test_a_world_that_callr_yaml_names(local: Program, project: Path) -> None:
    (project / "busy.world.yaml").write_text(f'numbers: {{"{OFFICE}": busy}}\n', encoding="utf-8")
    (project / "callr.yaml").write_text(
        "version: 1\nscenario-settings:\n  menu: {name: Menu, world: busy.world.yaml}\n", encoding="utf-8"
    )
    ended = local("dev", "call", CALLER, NUMBER)
    assert ended.code == 0, ended.err
    assert "(missed, cause 17)" in ended.out
    (project / "busy.world.yaml").write_text("numbers: 3\n", encoding="utf-8")
    ended = local("dev", "call", CALLER, NUMBER)
    assert ended.code == 7
    assert ended.err.startswith(
        "error: busy.world.yaml is no world: line 1, column 10: `numbers` is the number `3`"
    )


@pytest.mark.usefixtures("menu")
def test_how_a_number_behaves(local: Program) -> None:
    options = ("--after", "2", "--say", "Hello", "--press", "1", "--talks", "4", "--does", '[{"wait": 1}]')
    assert local("dev", "number", OFFICE, "answers", *options).code == 0
    ended = local("dev", "call", CALLER, NUMBER, "--press", "1")
    assert "callee-1   says “Hello”" in ended.out
    wrong = local("dev", "number", OFFICE, "answers", "--does", '{"wait": 1}')
    assert wrong.code == 64
    wrong = local("dev", "number", OFFICE, "bussy")
    assert wrong.code == 64
    assert "busy" in wrong.err


@pytest.mark.usefixtures("menu")
def test_a_call_that_waits_for_people(local: Program, project: Path) -> None:
    world = f'{{"numbers": {{"{OFFICE}": {{"talks": null}}}}}}'
    placed = local("dev", "call", CALLER, NUMBER, "--press", "1", "--detach")
    assert placed.out.split()[1] == f"inbound-call:{placed.out.split()[0]}"
    (project / "talk.world.yaml").write_text(world, encoding="utf-8")
    ended = local("dev", "call", CALLER, NUMBER, "--press", "1", "--world", "talk.world.yaml")
    (caller, _) = json.loads(local("dev", "calls", "--json").out)["items"]
    assert (ended.code, ended.err) == (
        0,
        (
            f"the call {caller['callid']} is still in progress, and nobody on it has anything more to do;"
            f" `callr-actions dev hang-up --call {caller['callid']}` ends it\n"
        ),
    )
    assert local("dev", "press", "5").code == 0
    assert local("dev", "say", "Still there?", "--call", str(caller["callid"])).code == 0
    assert local("dev", "hang-up").code == 0
    assert "presses 5" in local("dev", "run", caller["runid"]).out
    ended = local("dev", "press", "5")
    assert ended.code == 7
    assert ended.err == (
        "error: no call is in progress\n"
        "help: calls last only where `callr-actions dev` serves the account; else they are over at once\n"
    )


@pytest.mark.usefixtures("menu")
def test_several_calls_at_once(local: Program, project: Path) -> None:
    (project / "talk.world.yaml").write_text(f'numbers: {{"{OFFICE}": {{talks: null}}}}\n', encoding="utf-8")
    assert local("dev", "world", "talk.world.yaml").code == 0
    for _ in range(2):
        local("dev", "call", CALLER, NUMBER, "--press", "1")
    ended = local("dev", "hang-up")
    assert ended.code == 64
    assert "2 calls are in progress: " in ended.err
    for run in json.loads(local("dev", "runs", "--state", "running", "--json").out)["items"]:
        assert local("dev", "cancel", run["runid"]).code == 0
    assert local("dev", "calls").out == ""


def test_a_scenario_that_fails(local: Program, menu: str) -> None:
    local(
        "api",
        "PATCH",
        f"/actions/{menu}",
        "-f",
        f"script={SCRIPT.replace('dial@v1', 'dail@v1')}",
        "--account",
        "local",
        "--yes",
    )
    ended = local("dev", "call", CALLER, NUMBER, "--press", "1")
    assert ended.code == 1
    assert "error: there is no action `dail@v1`; did you mean `dial@v1`?  (Menu:7)" in ended.out
    assert "there is no action" in local("dev", "runs").out


def test_a_run_that_there_is_not(local: Program) -> None:
    ended = local("dev", "run", "api:00000000")
    assert ended.code == 7
    assert ended.err == (
        "error: there is no run `api:00000000` on this account\n"
        "help: `callr-actions dev runs` lists those there are\n"
    )


@pytest.mark.usefixtures("menu")
def test_a_call_to_a_served_account_lasts_and_ends_with_ctrl_c(local: Program, start: Start) -> None:
    with start(*DEV, "-q") as server:
        said(server)
        with start("dev", "call", CALLER, NUMBER) as call:
            assert call.stdout is not None
            while "prompt “Press a key”" not in call.stdout.readline():
                pass
            assert local("dev", "press", "3").code == 0
            while "gathered 3 (complete)" not in call.stdout.readline():
                pass
            call.send_signal(signal.SIGINT)
            _, errors = call.communicate(timeout=SECONDS)
        assert call.returncode == 130, errors
        assert local("dev", "calls").out == ""
        (run,) = json.loads(local("dev", "runs", "--json").out)["items"]
        assert run["state"] == "completed"
        assert "hung up by caller" in local("dev", "run", run["runid"]).out
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=SECONDS)
    assert server.returncode == 0


def test_a_world_of_the_command_line(local: Program, menu: str, start: Start, project: Path) -> None:
    (project / "busy.world.yaml").write_text(f'numbers: {{"{OFFICE}": busy}}\n', encoding="utf-8")
    with start(*DEV, "-q", "--clock", "virtual", "--world", "busy.world.yaml") as server:
        said(server)
        ended = local("dev", "call", CALLER, NUMBER, "--press", "1")
        assert ended.code == 0, ended.err
        assert "(missed, cause 17)" in ended.out
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=SECONDS)
    (project / "busy.world.yaml").write_text("numbers: 3\n", encoding="utf-8")
    refused = local("dev", "--port", "0", "--world", "busy.world.yaml")
    assert refused.code == 64
    assert "the world has errors" in refused.err
    assert menu
