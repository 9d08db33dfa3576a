"""`dev` and `dev exec` as processes: what they print, how they end, who else may speak to the account."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.dev.conftest import SECONDS

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.conftest import Program
    from tests.cli.dev.conftest import Start

DEV = ("dev", "--port", "0", "--no-watch")


def said(process: subprocess.Popen[str]) -> dict[str, str]:
    """Return what a server prints when it is ready."""
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    return dict(line.removeprefix("export ").rstrip("\n").split("=", 1) for line in lines)


def interrupt(process: subprocess.Popen[str]) -> list[str]:
    """End a server; return the lines it said to people."""
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, errors
    return errors.splitlines()


def test_while_it_runs_local_is_the_server(start: Start, local: Program, project: Path) -> None:
    local("scenarios", "create", "--name", "Before", "scenarios/good.yaml", "--account", "local")
    with start(*DEV) as process:
        environment = said(process)
        note = project / ".callr" / "dev.json"
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        assert json.loads(note.read_text()) == {
            "version": 1,
            "url": environment["CALLR_API_URL"],
            "pid": process.pid,
            "key": environment["CALLR_API_KEY"],
        }
        assert json.loads(local("scenarios", "list", "--json").out)["total"] == 1
        assert "served at http://127.0.0.1:" in local("doctor", "--offline").out
        lines = interrupt(process)
    assert lines[0] == "serving the local account; in this project, `local` means this server. Ctrl-C ends it"
    assert lines[1].startswith("GET /v2.0/actions?")
    assert " 200 in " in lines[1]
    assert not note.exists()


def test_what_it_prints_is_an_environment(
    start: Start, local: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(*DEV, "--quiet") as process:
        for name, value in said(process).items():
            monkeypatch.setenv(name, value)
        assert local("billing", "credit").code == 0
        assert interrupt(process) == []


def test_a_second_one_in_the_project_is_refused(start: Start, local: Program) -> None:
    with start(*DEV) as process:
        url = said(process)["CALLR_API_URL"]
        ended = local(*DEV)
        interrupt(process)
    assert (ended.code, ended.out) == (64, "")
    assert ended.err == (
        f"error: process {process.pid} serves this project's account already, at {url}\n"
        "help: use that one, or end it with Ctrl-C first; another project has an account of its own\n"
    )


def test_after_a_kill_it_starts_again_with_what_was_acknowledged(
    start: Start, local: Program, project: Path
) -> None:
    with start(*DEV) as process:
        said(process)
        assert (
            local("scenarios", "create", "--name", "A", "scenarios/good.yaml", "--account", "local").code == 0
        )
        process.kill()
        process.wait(timeout=SECONDS)
    assert (project / ".callr" / "dev.json").exists()
    assert json.loads(local("scenarios", "list", "--json").out)["total"] == 1
    with start(*DEV) as process:
        said(process)
        assert json.loads(local("scenarios", "list", "--json").out)["total"] == 1
        interrupt(process)


def test_a_port_that_is_taken(local: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ended = local("dev", "--port", str(port))
    assert (ended.code, ended.out) == (64, "")
    assert ended.err == (
        f"error: another program has the port {port} of 127.0.0.1\n"
        "help: choose another one with --port, or any free one with --port 0\n"
    )


def test_other_machines_need_a_key(local: Program, start: Start, project: Path) -> None:
    ended = local("dev", "--host", "0.0.0.0")
    assert ended.code == 64
    assert ended.err.startswith("error: the host 0.0.0.0 can be reached from other machines")
    key = "0123" * 5
    with start(
        "dev", "--host", "0.0.0.0", "--port", "0", "--no-watch", environment={"CALLR_DEV_KEY": key}
    ) as process:
        printed = said(process)
        assert printed["CALLR_API_KEY"] == key
        assert printed["CALLR_API_URL"].startswith("http://127.0.0.1:")
        assert json.loads((project / ".callr" / "dev.json").read_text())["url"] == printed["CALLR_API_URL"]
        assert local("billing", "credit").code == 0
        interrupt(process)


def test_an_account_that_is_there_keeps_its_ids(local: Program, start: Start) -> None:
    local("billing", "credit")
    with start(*DEV, "--seed", "1") as process:
        said(process)
        assert interrupt(process)[0] == (
            "the account is there already and keeps its ids; --seed is for a new one"
        )


def test_options_of_serving_before_another_command(local: Program) -> None:
    ended = local("dev", "--seed", "1", "exec", "true")
    assert (ended.code, ended.err) == (
        64,
        (
            "error: --seed stands before `exec`; options of `dev exec` stand behind it\n"
            "try `callr-actions dev --help`\n"
        ),
    )
    assert local("dev", "exce").err.startswith("error: there is no command `exce`; did you mean `exec`?")


PROGRAM = f"{sys.executable} -m callr_actions"


def test_exec_gives_a_command_an_account_of_its_own(start: Start, project: Path) -> None:
    script = (
        f"{PROGRAM} scenarios create --name A scenarios/good.yaml > made"
        f" && {PROGRAM} scenarios list --json > listed; exit 7"
    )
    with start("dev", "exec", "-q", "--seed", "5", "--", "sh", "-c", script) as process:
        _, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (7, "")
    assert json.loads((project / "listed").read_text())["total"] == 1
    assert not (project / ".callr").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_exec_hands_signals_on(start: Start, number: signal.Signals) -> None:
    program = (
        "import signal, sys, time\n"
        f"signal.signal({int(number)}, lambda *_: sys.exit(33))\n"
        "print('ready', flush=True)\n"
        "while True: time.sleep(0.05)"
    )
    with start("dev", "exec", "-q", sys.executable, "-c", program) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, number)
        process.communicate(timeout=SECONDS)
    assert process.returncode == 33


def test_exec_hands_on_what_comes_while_the_command_is_started(
    local: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = asyncio.create_subprocess_exec

    async def create(*command: str, **more: Any) -> asyncio.subprocess.Process:
        signal.raise_signal(signal.SIGTERM)
        return await real(*command, **more)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", create)
    assert local("dev", "exec", "-q", "sleep", "1000").code == 128 + signal.SIGTERM


def test_exec_of_what_a_signal_ends(start: Start) -> None:
    with start("dev", "exec", "-q", "sh", "-c", "kill -9 $$") as process:
        process.communicate(timeout=SECONDS)
    assert process.returncode == 137


def test_exec_of_what_is_not_there(local: Program) -> None:
    ended = local("dev", "exec", "--", "no-such-program")
    assert (ended.code, ended.err) == (
        64,
        (
            "error: `no-such-program` cannot be started: no such file or directory\n"
            "help: write the program and its arguments behind `--`\n"
        ),
    )
    assert local("dev", "exec").code == 64


def test_faults_are_listed_at_the_end(start: Start, local: Program) -> None:
    with start(*DEV, "--faults", "systemPing:429=0@1 500-before@9", "--seed", "3") as process:
        said(process)
        assert local("account", "ping").code == 0  # asked again after the 429
        lines = interrupt(process)
    assert lines[-2:] == ["1 fault on purpose, with seed 3:", "  request 1: systemPing systemPing:429=0@1"]
    assert " 429 in " in lines[1]
    ended = local(*DEV, "--faults", "boom")
    assert (ended.code, ended.err.splitlines()[0][:38]) == (64, "error: `boom`: there is no fault `boom")
