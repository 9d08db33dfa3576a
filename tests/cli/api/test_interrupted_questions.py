"""Asking: whenever Ctrl-C comes, it ends the program."""

from __future__ import annotations

import asyncio
import io
import signal
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.sessions import question

if TYPE_CHECKING:
    from collections.abc import Callable


def asked_at_once(monkeypatch: pytest.MonkeyPatch, when_seen: Callable[[], None]) -> None:
    """Let something happen as soon as the question is on the screen."""
    monkeypatch.setattr("click.echo", lambda *_, **__: when_seen())
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))


def test_ctrl_c_as_soon_as_the_question_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_at_once(monkeypatch, lambda: signal.raise_signal(signal.SIGINT))
    answers: list[str] = []

    async def work() -> None:
        answers.append(question.ask("go on?"))

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(work())
    assert answers == []


def test_ctrl_c_before_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    asked_at_once(monkeypatch, lambda: seen.append("the question"))

    async def work() -> str:
        signal.raise_signal(signal.SIGINT)
        return question.ask("go on?")

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(work())
    assert seen == []


def test_without_asyncio(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_at_once(monkeypatch, lambda: None)
    assert question.ask("go on?") == "y"
