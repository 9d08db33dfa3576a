"""The whole program in this process: arguments in, exit code, standard output and standard error out."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from callr_actions.cli import app
from callr_actions.cli.session import MASKER

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
branches:
  inbound-call:
    actions:
      - action: hangup@v1
"""
# One error, one warning and one info.
BAD = """\
branches:
  inbound-call:
    actions:
      - action: sya@v2
      - action: teleport@v1
      - {if: call.fromNumber, else: []}
"""


class Ended(NamedTuple):
    """How the program ended."""

    code: int
    out: str
    err: str


class Program(Protocol):
    """Runs the program in the project's folder."""

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Ended:
        """Run it and return how it ended."""
        ...


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a good and a bad scenario; the working folder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "callr.yaml").write_text("version: 1\n")
    (tmp_path / "scenarios" / "legacy").mkdir(parents=True)
    (tmp_path / "scenarios" / "good.yaml").write_text(GOOD)
    (tmp_path / "scenarios" / "legacy" / "bad.yaml").write_text(BAD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def program(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> Program:
    for name in (
        *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"),
        *("CALLR_ACTIONS_PLAIN", "CALLR_ACTIONS_DEBUG", "CALLR_ALLOW_HOST"),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    monkeypatch.setattr(MASKER, "_secrets", set())

    def run(*arguments: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = app.run(arguments)
        written = capsysbinary.readouterr()
        return Ended(code, written.out.decode(), written.err.decode())

    return run
