"""The program's door: the fast way to the version, and endings before the program has begun."""

from __future__ import annotations

import gc
import io
import sys
from typing import TYPE_CHECKING

import pytest

from callr_actions import __main__
from callr_actions.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """The door turns it off; a command turns it on again."""
    yield
    gc.enable()


def start(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """Start the program and return what the process ends with, None for an ordinary end."""
    monkeypatch.setattr(sys, "argv", ["callr-actions", *arguments])
    try:
        __main__.main()
    except SystemExit as ending:
        return ending.code
    return None


def test_version_comes_without_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "run", None)
    assert start(monkeypatch, "--version") is None
    assert capsys.readouterr().out == "callr-actions 0.1.0\n"


class Full(io.StringIO):
    def flush(self) -> None:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("stream", [None, Full()])
def test_version_that_cannot_be_written_is_left_to_the_program(
    stream: io.StringIO | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Sequence[str]] = []

    def run(arguments: Sequence[str]) -> int:
        seen.append(arguments)
        return 64

    monkeypatch.setattr(app, "run", run)
    monkeypatch.setattr(sys, "stdout", stream)
    assert start(monkeypatch, "--version") == 64
    assert seen == [["--version"]]


def test_exit_code_is_the_program_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "run", lambda _arguments: 1)
    assert start(monkeypatch, "lint") == 1
    assert not gc.isenabled()


def test_interrupted_while_it_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def __getattr__(self, _name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "callr_actions.cli.app", Interrupted())
    assert start(monkeypatch, "lint") == 130
