"""The program as a process: what only a real standard output, a real locale and a real end can show."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import BAD

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = (sys.executable, "-m", "callr_actions")


def run(
    *arguments: str, folder: Path, shell: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program, or a line for bash in which `$@` is the program with its arguments."""
    command = ["bash", "-c", shell, "bash", *PROGRAM, *arguments] if shell else [*PROGRAM, *arguments]
    inherited = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    return subprocess.run(
        command,
        cwd=folder,
        stdin=None if shell else subprocess.DEVNULL,
        env={**inherited, "PYTHONPATH": str(ROOT), **(environment or {})},
        capture_output=True,
        timeout=250,
    )


def test_codes(project: Path) -> None:
    bad = run("lint", "-o", "concise", folder=project)
    assert (bad.returncode, bad.stderr, bad.stdout.count(b"\n")) == (1, b"", 3)
    good = run("lint", "scenarios/good.yaml", folder=project)
    assert (good.returncode, good.stdout, good.stderr) == (0, b"1 file checked, nothing found\n", b"")
    wrong = run("lint", "nope", folder=project)
    assert (wrong.returncode, wrong.stdout) == (64, b"")
    assert wrong.stderr == b"error: nope: there is no such file or folder\n"


def test_version(project: Path) -> None:
    ended = run("--version", folder=project)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"callr-actions 0.1.0\n", b"")


FULL = b"error: standard output cannot be written: no space left on device\n"


@pytest.mark.parametrize(
    ("shell", "arguments", "code", "errors"),
    [
        ('"$@" | head -n 1; exit ${PIPESTATUS[0]}', ["lint"], 1, b""),
        ('"$@" | true; exit ${PIPESTATUS[0]}', ["explain"], 0, b""),
        ('"$@" | true; exit ${PIPESTATUS[0]}', ["--version"], 0, b""),
        ('"$@" >&-', ["lint"], 1, b""),
        ('"$@" >&-', ["--version"], 0, b""),
        ('"$@" <&-', ["lint", "-"], 64, b"error: standard input is closed\n"),
        pytest.param(
            '"$@" > /dev/full',
            ["lint"],
            64,
            FULL,
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device"),
        ),
        pytest.param(
            '"$@" > /dev/full',
            ["--version"],
            64,
            FULL,
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device"),
        ),
    ],
)
def test_streams_that_are_gone(
    shell: str, arguments: list[str], code: int, errors: bytes, project: Path
) -> None:
    ended = run(*arguments, folder=project, shell=shell)
    assert (ended.returncode, ended.stderr) == (code, errors)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_locale_that_is_not_utf8(environment: dict[str, str], project: Path) -> None:
    (project / "é.yaml").write_text(BAD.replace("sya@v2", "séy@v2"))
    ended = run(
        "lint", os.fsdecode("é.yaml".encode()), "--select", "CA301", folder=project, environment=environment
    )
    assert ended.returncode == 1
    assert "é.yaml:4:17\n".encode() in ended.stdout
    assert "action: séy@v2".encode() in ended.stdout
    page = run("explain", "CA106", folder=project, environment=environment)
    assert (page.returncode, page.stderr) == (0, b"")
    assert "xxx…\n".encode() in page.stdout
    wrong = run("explain", "é", folder=project, environment=environment)
    assert wrong.returncode == 64
    assert b"there is no finding `" in wrong.stderr


def test_what_the_terminal_cannot_show_is_escaped(project: Path) -> None:
    page = run("explain", "CA106", folder=project, environment={"PYTHONIOENCODING": "latin-1"})
    assert (page.returncode, page.stderr) == (0, b"")
    assert b"xxx\\u2026\n" in page.stdout


def test_interrupted(project: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "lint", "-"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell lets what it starts in the background ignore the signal, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"a: " * 70_000)  # more than a pipe holds: returns when the program reads
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=250)
    assert (process.returncode, out, errors) == (130, b"", b"interrupted\n")
