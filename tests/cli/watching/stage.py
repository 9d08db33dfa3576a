"""A whole `watch` in this process: a test says what happens, each thing once the one before is over."""

from __future__ import annotations

import re
from dataclasses import replace
from queue import Queue
from threading import Event
from typing import TYPE_CHECKING

from callr_actions import targets
from callr_actions.cli.watching import running
from callr_actions.project.state_folder import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeAlias

    import pytest

    from callr_actions.api.connection import Connection
    from callr_actions.api.edge import Edge
    from callr_actions.project.project import Account, Project

SECONDS = 250
NOWHERE = frozenset(("",))
_MASKS = (
    (re.compile(r"\d\d:\d\d:\d\d"), "12:00:00"),
    (re.compile(r"\(\d+ ms\)|\(\d+\.\d s\)"), "(N ms)"),
    (re.compile(r"(after|for) +\d+(\.\d+)? s"), r"\1 N s"),
    (re.compile(r"asked \d+ times"), "asked N times"),
    (re.compile(r"(dial: nothing -> |\"dial\": ).*"), r"\1{...}"),
    (re.compile(r" +\d+\.\d s  "), "  N s  "),
)

Act: TypeAlias = "Callable[[], list[Path]] | int"


class Stage:
    """Where a watch hears of what happens: what a test has written down, one thing after the other.

    Args:
        acts: what happens: a function that changes files and returns which, or how many things that go on
            beside the watch are waited for.
    """

    def __init__(self, *acts: Act) -> None:
        self._acts = list(acts)
        self._roused: Queue[None] = Queue()
        self._armed = False
        self.closed = False
        self.over = Event()

    def watch(self, _: frozenset[str]) -> bool:
        before, self._armed = self._armed, True
        return not before

    def wait(self, seconds: float) -> frozenset[str] | None:
        if seconds < 1:
            return frozenset()  # nothing more of the same burst
        if not self._acts:
            self.over.set()
            return None
        act = self._acts.pop(0)
        if isinstance(act, int):
            for _ in range(act):
                self._roused.get(timeout=SECONDS)
            return NOWHERE
        return frozenset(str(path) for path in act())

    def rouse(self) -> None:
        self._roused.put(None)

    def end(self) -> None:
        """Nothing: it ends when nothing is left to happen."""

    def close(self) -> None:
        self.closed = True


def staged(monkeypatch: pytest.MonkeyPatch, *acts: Act) -> Stage:
    """Let the next watch hear of these things only."""
    stage = Stage(*acts)
    monkeypatch.setattr(running, "Notifier", lambda **_: stage)
    return stage


def without_network(monkeypatch: pytest.MonkeyPatch, edge: Edge | None = None) -> None:
    """Let every account be one in this process, with a state of its own, and maybe another clock."""
    real = targets.connect

    def connect(project: Project, account: Account, around: targets.Surroundings) -> Connection:
        local = real(project, project.accounts["local"], around)
        if edge is not None:
            local = replace(local, edge=edge)
        if account.is_local:
            return local
        return replace(local, local_file=state_folder(project.root) / f"{account.name}.sqlite3")

    monkeypatch.setattr(targets, "connect", connect)


def told(text: str) -> str:
    """Return what was said without times, and with runs by their number."""
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return with_numbered_runs(text)


def with_numbered_runs(text: str) -> str:
    """Return a text in which the first run is called RUN1."""
    seen: dict[str, str] = {}
    return re.sub(r"api:[A-Z0-9]{8}", lambda found: seen.setdefault(found[0], f"RUN{len(seen) + 1}"), text)


def writing(path: Path, *texts: str) -> Iterator[Callable[[], list[Path]]]:
    """Yield acts that give a file these texts, one after the other."""
    for text in texts:

        def act(text: str = text) -> list[Path]:
            path.write_text(text)
            return [path]

        yield act
