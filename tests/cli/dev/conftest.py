"""The program in a project that has no account but `local`, in this process and as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from tests.cli.conftest import Program

ROOT = Path(__file__).resolve().parents[3]
SET_BY_EXEC = ("CALLR_ACCOUNT", "CALLR_API_KEY", "CALLR_API_URL")
SECONDS = 250


class Start(Protocol):
    """Starts the program as a process; it is killed at the end of the block."""

    def __call__(self, *arguments: str, **more: Any) -> AbstractContextManager[subprocess.Popen[str]]:
        """Start it."""
        ...


@pytest.fixture
def local(program: Program, project: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    for name in ("CI", *SET_BY_EXEC):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(project / "config"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return program


@pytest.fixture
def start(local: Program, project: Path) -> Start:
    @contextmanager
    def started(*arguments: str, **more: Any) -> Iterator[subprocess.Popen[str]]:
        with subprocess.Popen(
            [sys.executable, "-m", "callr_actions", *arguments],
            cwd=project,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **more.pop("environment", {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell lets what it starts in the background ignore the signal, and that is inherited.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
            **more,
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()

    return started
