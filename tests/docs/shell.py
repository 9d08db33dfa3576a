"""Runs the commands of a page as somebody would type them: one folder, one environment, one after the other.

`callr-actions` with plain arguments runs in this process, everything else in a shell.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple

from callr_actions.cli import app

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 500
# Outside of single quotes these make a shell necessary.
_NEEDS_SHELL = re.compile(r"[|&;<>$`*?~(){}]")


class Ended(NamedTuple):
    """How a command ended: its exit code, and its output and errors in the order they were written."""

    code: int
    out: str


class Shell:
    """Remembers the last exit code; the folder and the environment are this process's own."""

    def __init__(self) -> None:
        self._last = 0

    def run(self, command: str) -> Ended:
        """Run one command."""
        ended = self._run(command)
        self._last = ended.code
        return ended

    def _run(self, command: str) -> Ended:
        words = shlex.split(command, comments=True)
        if words == ["echo", "$?"]:
            return Ended(0, f"{self._last}\n")
        if words[0] == "cd":
            os.chdir(words[1])
            return Ended(0, "")
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            os.environ[name] = value
            return Ended(0, "")
        if words[0] == app.NAME and not _NEEDS_SHELL.search(_unquoted(command)):
            return _in_process(words[1:])
        done = subprocess.run(
            ["bash", "-c", command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
        return Ended(done.returncode, done.stdout)


def _unquoted(command: str) -> str:
    """Return a command without its quoted pieces and its comment."""
    bare = re.sub(r"'[^']*'|\"[^\"$`]*\"", "", command)
    return re.sub(r"(^|\s)#.*", "", bare)


def _in_process(arguments: list[str]) -> Ended:
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    try:
        with redirect_stdout(stream), redirect_stderr(stream):
            code = app.run(arguments)
        stream.flush()
    finally:
        sys.stdin = before
    return Ended(code, written.getvalue().decode("utf-8"))


def run_program(text: str, path: Path) -> str:
    """Run a Python program in this process and return what it prints."""
    written = io.StringIO()
    with redirect_stdout(written):
        exec(compile(text, str(path), "exec"), {"__name__": "__main__"})
    return written.getvalue()
