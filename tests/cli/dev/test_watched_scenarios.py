"""What `dev` says of the scenarios that it watches, word for word, with a server's lines and a last one."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.local.status_line import StatusLine
from callr_actions.cli.local.watched_scenarios import watching
from callr_actions.cli.watching.trying import Rerun
from callr_actions.errors import CallrActionsError
from tests.cli.conftest import GOOD
from tests.cli.dev.conftest import local
from tests.cli.watching import stage as stages
from tests.cli.watching.stage import Stage, staged, told, without_network, writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Program

__all__ = ["local"]

WRONG = GOOD.replace("hangup@v1", "hangpu@v1")
RUN = "branches: {api-initiated: {actions: [{action: log@v1, params: {message: Good morning.}}]}}\n"


class Screen(io.StringIO):
    """A terminal; what is written over is gone."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def good(local: Program, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only scenario, in an account of this process."""
    (project / "scenarios" / "legacy" / "bad.yaml").unlink()
    monkeypatch.setenv("TERM", "xterm")
    without_network(monkeypatch)
    return project / "scenarios" / "good.yaml"


@pytest.fixture
def beside(good: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Watch as `dev` does while something happens; return what was said."""

    def watch(
        *acts: stages.Act, quiet: bool = False, rerun: Rerun | None = None, terminal: bool = False
    ) -> str:
        stage: Stage = staged(monkeypatch, *acts)
        stream = Screen() if terminal else io.StringIO()

        async def served() -> None:
            async with watching(None, rerun, StatusLine(stream), quiet=quiet):
                assert await asyncio.to_thread(stage.over.wait, stages.SECONDS)

        asyncio.run(served())
        return told(stream.getvalue())

    return watch


def test_what_is_checked_and_deployed(beside: Callable[..., str], good: Path) -> None:
    assert (
        beside(*writing(good, WRONG, GOOD))
        == """\
12:00:00 2 files checked, nothing found (N ms)
12:00:00 pushed to `local`: 1 to create; 0 unchanged
scenarios/good.yaml:4:17: error[CA301] there is no action `hangpu@v1`; did you mean `hangup@v1`?
12:00:00 scenarios/good.yaml changed; 2 files checked: 1 error (N ms)
12:00:00 scenarios/good.yaml changed; 2 files checked, nothing found (N ms)
"""
    )


def test_quiet_says_what_is_wrong(beside: Callable[..., str], good: Path) -> None:
    assert (
        beside(*writing(good, WRONG, GOOD), quiet=True)
        == """\
scenarios/good.yaml:4:17: error[CA301] there is no action `hangpu@v1`; did you mean `hangup@v1`?
12:00:00 scenarios/good.yaml changed; 2 files checked: 1 error (N ms)
"""
    )


def test_the_last_line_says_how_things_are(
    beside: Callable[..., str], good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    drawn = beside(*writing(good, WRONG), terminal=True).split("\r\x1b[K")
    last = [each.rpartition("\n")[2] for each in drawn]
    assert list(dict.fromkeys(filter(None, last))) == [
        "2 files checked, nothing found. Ctrl-C ends",
        "2 files checked, nothing found; pushed to `local`: 1 to create; 0 unchanged. Ctrl-C ends",
        "2 files checked: 1 error. Ctrl-C ends",
    ]
    assert last[-1] == ""


def test_what_is_run(beside: Callable[..., str], good: Path, project: Path) -> None:
    good.write_text(RUN)
    (project / "callr.yaml").write_text(
        "version: 1\nscenario-settings: {good: {run: {until: 'true', outputs: {day: '1 + 1'}}}}\n"
    )
    assert (
        beside(2, rerun=Rerun("good", {}))
        == """\
12:00:00 2 files checked, nothing found (N ms)
12:00:00 pushed to `local`: 1 to create; 0 unchanged
12:00:00 `good` on `local`: the run RUN1 has begun
  warning: callr.yaml:2:41 `true` holds for the values that the run begins with: it will end at once
12:00:00 `good` on `local`: done after N s; {"day": 2}
"""
    )
    assert beside(2, rerun=Rerun("good", {}), quiet=True) == ""


def test_what_ends_the_watch_is_said_and_does_not_end_the_server(
    beside: Callable[..., str], good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: Stage, _: frozenset[str]) -> bool:
        self.over.set()
        raise CallrActionsError("the folders cannot be watched: no space left on device")

    monkeypatch.setattr(Stage, "watch", fails)
    assert beside().splitlines()[-1] == (
        "12:00:00 the scenarios are not watched any more: "
        "the folders cannot be watched: no space left on device"
    )
