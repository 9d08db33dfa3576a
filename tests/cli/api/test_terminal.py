"""The program at a real terminal: a line that is overwritten, questions that are typed an answer to."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.server.listing import Listing
from tests.api.server.server import KEY

if TYPE_CHECKING:
    from tests.api.server.server import CallrServer
    from tests.cli.conftest import Program

ROOT = Path(__file__).parents[3]
CLEAR = "\r\x1b[K"
ID = "t4sk" * 8
SCREEN_COLUMNS = 60
# Ctrl-C reaches only those whose own terminal it is.
PROGRAM = """\
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from callr_actions.__main__ import main
sys.exit(main())
"""


def task(**change: Any) -> dict[str, Any]:
    ended = "2025-11-24T08:30:00Z"
    good = {"id": ID, "status": "success", "percent": 100, "ended": ended, "result": None, "error": ""}
    return {**good, **change}


def at_a_terminal(*arguments: str, typed: str = "", until: str = "") -> tuple[int, str]:
    """Run the program on a terminal 60 columns wide; type something once `until` is on the screen."""
    controlling, terminal = pty.openpty()
    size = struct.pack("HHHH", 24, SCREEN_COLUMNS, 0, 0)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    environ = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    environ |= {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environ,
        start_new_session=True,
    )
    os.close(terminal)
    screen = b""
    while True:
        try:
            piece = os.read(controlling, 4096)
        except OSError:  # how Linux tells that nobody has the terminal open any more
            piece = b""
        if not piece:
            break
        screen += piece
        if typed and until.encode() in screen:
            os.write(controlling, typed.encode())
            typed = ""
    os.close(controlling)
    text = screen.decode().replace("\r\n", "\n")
    assert KEY not in text
    return running.wait(timeout=250), text


@pytest.mark.usefixtures("callr")
def test_progress_is_one_line_that_is_gone_in_the_end(server: CallrServer) -> None:
    server.holds("numbersSearch", Listing(250))
    code, screen = at_a_terminal("numbers", "list", "--all", "--fields", "e164")
    assert code == 0
    progress, data = screen.rsplit(CLEAR, 1)
    assert progress == "".join(f"{CLEAR}{done} of 250 numbers" for done in (100, 200, 250))
    assert len(data.splitlines()) == 251


@pytest.mark.usefixtures("callr")
def test_quiet_shows_no_progress(server: CallrServer) -> None:
    server.holds("numbersSearch", Listing(250))
    _, screen = at_a_terminal("numbers", "list", "--all", "-q", "--fields", "e164")
    assert CLEAR not in screen


@pytest.mark.usefixtures("callr")
def test_what_a_server_says_cannot_steer_the_progress(server: CallrServer) -> None:
    server.answers("tasksGet", task(status="run\x1b[2Jning\n" + "é" * 40, percent=5, ended=None))
    code, screen = at_a_terminal("tasks", "wait", ID, "--timeout", "1s")
    assert code == 5
    _, line, rest = screen.split(CLEAR, 2)
    assert line.startswith(f"the task {ID}: run")
    assert len(line) == SCREEN_COLUMNS - 1
    assert line.endswith("…")
    assert "\x1b" not in rest.replace(CLEAR, "")


@pytest.mark.usefixtures("callr")
def test_progress_of_an_upload(project: Path, server: CallrServer) -> None:
    sound = bytes.fromhex("00ff") * 100_000
    head = b"RIFF" + struct.pack("<I", 36 + len(sound)) + b"WAVEfmt "
    head += struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + struct.pack("<I", len(sound))
    (project / "welcome.wav").write_bytes(head + sound)
    code, screen = at_a_terminal("audio", "upload", "welcome.wav")
    assert code == 0
    assert f"{CLEAR}welcome.wav: 65,536 bytes sent{CLEAR}" in screen
    assert f"{CLEAR}welcome.wav: 200,044 bytes sent{CLEAR}" in screen
    assert server.complaints == []


@pytest.mark.usefixtures("callr")
@pytest.mark.parametrize(("typed", "code", "sent"), [("y\n", 0, 1), ("\n", 3, 0), ("\x04", 3, 0)])
def test_a_question_is_typed_an_answer_to(server: CallrServer, typed: str, code: int, sent: int) -> None:
    ended, screen = at_a_terminal("api", "DELETE", "/actions/k3v9q0zt", typed=typed, until="[y/N]")
    assert (ended, server.count("actionsDelete")) == (code, sent)
    assert screen.startswith(
        "account `staging`: DELETE /actions/k3v9q0zt\n"
        "live: +33142000017 is attached to it; nothing may answer its\n  callers any more\ngo on? [y/N] "
    )


@pytest.mark.parametrize(("typed", "code"), [("production\n", 0), ("y\n", 3)])
def test_a_protected_account_is_typed_its_name(
    callr: Program, server: CallrServer, typed: str, code: int
) -> None:
    delete = ("scenarios", "delete", "k3v9q0zt", "--account", "production", "--yes")
    ended, screen = at_a_terminal(*delete, typed=typed, until="type its name")
    assert (ended, server.count("actionsDelete")) == (code, int(code == 0))
    assert "`production` is protected; type its name to go on: " in screen
    assert callr(*delete).code == 3


@pytest.mark.usefixtures("callr")
def test_ctrl_c_at_a_question(server: CallrServer) -> None:
    ended, screen = at_a_terminal("api", "DELETE", "/actions/k3v9q0zt", typed="\x03", until="[y/N]")
    assert ended == 130
    assert "Traceback" not in screen
    assert server.count("actionsDelete") == 0
