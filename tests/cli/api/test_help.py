"""The help of every command that talks to an account, as people read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from callr_actions.cli.app import callr_actions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Program

HERE = Path(__file__).parent / "help"
GROUPS = (
    "account",
    "scenarios",
    "numbers",
    "audio",
    "sms",
    "webhooks",
    "recordings",
    "calls",
    "tasks",
    "end-users",
    "billing",
    "api",
    "dev",
    "run",
    "runs",
    "batch",
    "batches",
    "doctor",
)


def paths(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from paths(below, (*path, name))


@pytest.mark.parametrize("group", GROUPS)
def test_help(group: str, callr: Program, golden: Callable[[Path, str], None]) -> None:
    command = callr_actions.get_command(click.Context(callr_actions), group)
    assert command is not None
    texts = []
    for path in paths(command, (group,)):
        ended = callr(*path, "--help")
        assert (ended.code, ended.err) == (0, "")
        assert all(len(line) <= 100 for line in ended.out.splitlines()), path
        texts.append(ended.out)
    golden(HERE / f"{group}.txt", "\n".join(texts))
