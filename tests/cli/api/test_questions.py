"""Questions before a change: asked on a terminal, refused without one, never answered by accident."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.sessions.question import ask
from tests.api.server import faults

if TYPE_CHECKING:
    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

DELETE = ("end-users", "delete", "endu5er1")
ASKED = "account `staging`: delete the end user `Boulangerie Ménard` (endu5er1)\ngo on? [y/N] "


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", [b"y\n", b"YES\n", b" yes \n"])
def test_yes_goes_on(callr: Program, server: CallrServer, answer: bytes) -> None:
    ended = callr(*DELETE, stdin=answer)
    assert ended.code == 0
    assert ended.err == ASKED + "deleted the end user `Boulangerie Ménard` (endu5er1)\n"
    assert server.count("endUsersDelete") == 1


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", [b"n\n", b"\n", b"yeah\n"])
def test_anything_else_is_no(callr: Program, server: CallrServer, answer: bytes) -> None:
    ended = callr(*DELETE, stdin=answer)
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == ASKED + "error: declined; nothing was changed\n"
    assert server.count("endUsersDelete") == 0


@pytest.mark.usefixtures("terminal")
def test_the_end_of_the_input_is_no(callr: Program, server: CallrServer) -> None:
    assert callr(*DELETE, stdin=b"").code == 3
    assert server.count("endUsersDelete") == 0


@pytest.mark.usefixtures("terminal")
def test_a_protected_account_asks_for_its_name_even_with_yes(callr: Program, server: CallrServer) -> None:
    where = ("--account", "production", "--yes")
    ended = callr("numbers", "assign", "+33142000017", "endu5er1", *where, stdin=b"yes\n")
    assert ended.code == 3
    assert ended.err == (
        "account `production`: assign +33142000017 to the end user endu5er1\n"
        "`production` is protected; type its name to go on: "
        "error: that is not its name; nothing was changed\n"
    )
    assert server.count("numbersAssign") == 0
    assert callr("numbers", "assign", "+33142000017", "endu5er1", *where, stdin=b"production\n").code == 0
    assert server.count("numbersAssign") == 1


@pytest.mark.usefixtures("terminal")
def test_what_a_number_is_attached_to_is_shown_and_asked(callr: Program, server: CallrServer) -> None:
    ended = callr("numbers", "attach", "+33142000017", "abcd1234", stdin=b"n\n")
    assert ended.err.startswith(
        "account `staging`: attach +33142000017 to the scenario abcd1234\n"
        "live: +33142000017 is attached to the scenario `Standard téléphonique` (k3v9q0zt), "
        "which answers it now\n"
    )
    assert server.count("numbersAttach") == 0


def test_a_free_number_is_attached_without_a_question(callr: Program, server: CallrServer) -> None:
    number = {
        "e164": "+33142000017",
        "class": "classic",
        "type": "mobile",
        "assigned": "2025-01-07T10:00:00Z",
        "country": "FR",
        "scenario": None,
    }
    server.answers("numbersGet", number)
    assert callr("numbers", "attach", "+33142000017", "abcd1234").code == 0
    ended = callr("numbers", "remove", "+33142000017")
    assert "+33142000017 is attached to no scenario, as far as the account says" in ended.err
    server.answers("numbersGet", {**number, "scenario": {"sid": "abcd1234"}})
    assert "attached to the scenario abcd1234" in callr("numbers", "remove", "+33142000017").err


def test_a_write_without_a_terminal_needs_an_account_by_name(callr: Program, project: Path) -> None:
    text = (project / "callr.yaml").read_text().replace("default-account: staging\n", "")
    (project / "callr.yaml").write_text(text)
    ended = callr("scenarios", "delete", "k3v9q0zt", "--yes")
    assert ended.code == 64
    assert ended.err.startswith("error: no account is named, and nobody is here to be asked\n")
    assert callr("scenarios", "list") == (0, "", "no scenarios\n")


def test_what_a_server_says_cannot_steer_the_question(callr: Program, server: CallrServer) -> None:
    server.next(faults.status(400, "bad", "\x1b[2Jgone\r\nfake: line"))
    ended = callr("numbers", "get", "+33142000017")
    assert ended.code == 7
    assert "\x1b" not in ended.err
    assert len(ended.err.splitlines()) == 1


def test_ctrl_c_while_waiting_ends_with_130(callr: Program, server: CallrServer, project: Path) -> None:
    command = [sys.executable, "-m", "callr_actions", "tasks", "wait", "t4sk" * 8]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    waiting = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ)
    while server.count("tasksGet") == 0 and waiting.poll() is None:
        time.sleep(0.01)
    time.sleep(0.2)
    waiting.send_signal(signal.SIGINT)
    out, err = waiting.communicate(timeout=250)
    assert (waiting.returncode, out, err) == (130, b"", b"interrupted\n")


@pytest.mark.usefixtures("terminal")
def test_ctrl_c_at_a_question_ends_with_130(
    callr: Program, server: CallrServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override] # noqa: ARG002
            signal.raise_signal(signal.SIGINT)
            return "y\n"

    monkeypatch.setattr("callr_actions.cli.sessions.question.sys.stdin", Terminal(), raising=False)
    before = io.TextIOWrapper
    monkeypatch.setattr(io, "TextIOWrapper", lambda *_: Terminal())
    ended = callr(*DELETE)
    monkeypatch.setattr(io, "TextIOWrapper", before)
    assert ended.code == 130
    assert ended.err == ASKED + "interrupted\n"
    assert server.count("endUsersDelete") == 0


def test_a_question_can_be_asked_from_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("fine\n"))
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(ask("how?")))
    thread.start()
    thread.join()
    assert answers == ["fine"]
