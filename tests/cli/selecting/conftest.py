"""A project in a folder of its own, and the whole program run in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from callr_actions.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Ran(NamedTuple):
    """How a run of the program ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty project."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "callr.yaml").write_text("version: 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def program(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the program with arguments, in this process."""

    def call(*arguments: str) -> Ran:
        code = run(arguments)
        sys.stdout.flush()
        return Ran(code, *capfd.readouterr())

    return call
