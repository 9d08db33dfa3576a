"""Deploys as processes that are killed for real, at moments that chance chooses."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.deploying.conftest import menu

if TYPE_CHECKING:
    from tests.cli.deploying.conftest import Story

ROOT = Path(__file__).resolve().parents[3]
KILLS = 10
MANY = 12
SECONDS = 60
# Of the entries in the journal of a deploy: one at its begin, and two for each scenario.
MOST_ENTRIES = 1 + MANY


def identity(file: Path) -> int | None:
    """Return which file it is, whatever its name; None where there is none."""
    try:
        return file.stat().st_ino
    except FileNotFoundError:
        return None


def entries(file: Path) -> int:
    """Return how many entries a journal has; none where there is none."""
    try:
        return file.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def deploy(project: Path, until_entries: int) -> subprocess.Popen[bytes]:
    """Begin a deploy and return when its own journal has so many entries, or it has ended."""
    journal = project / ".callr" / "deployments" / "local" / "running.jsonl"
    left_behind = identity(journal)
    running = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "callr_actions",
            "deploy",
            "--account",
            "local",
            "--yes",
            "-q",
            "--force-large",
        ],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + SECONDS
    while running.poll() is None:
        if identity(journal) not in {None, left_behind} and entries(journal) >= until_entries:
            break
        assert time.monotonic() < until, "no journal comes"
        time.sleep(0.001)
    return running


@pytest.mark.no_cover  # other processes do the work
def test_what_ten_kills_leave_behind_is_finished_by_the_next_deploy(story: Story) -> None:
    dice = random.Random(7)
    killed = 0
    for turn in range(KILLS):
        for number in range(MANY):
            story.write(f"s{number}", menu(f"+3319900{turn:02d}{number:02d}", "ringing@v1"))
        running = deploy(story.project, dice.randint(0, MOST_ENTRIES))
        running.kill()
        killed += running.wait(timeout=SECONDS) == -signal.SIGKILL
    # Where this process is not let run for long enough, a deploy is over before it is killed.
    assert killed > 1, "some were in the middle"

    assert story.program("deploy", "--account", "local", "--yes", "--force-large").code == 0
    found = story.scenarios()
    items = story.quietly("scenarios", "list", "--json", "--all", "--account", "local")["items"]
    assert len(items) == len(found) == MANY + 1
    for number in range(MANY):
        assert f"+3319900{KILLS - 1:02d}{number:02d}" in found[f"s{number}"]["script"]
    plan = json.loads(story.program("plan", "--account", "local", "--json").out)
    assert plan["rows"] == []
    folder = story.project / ".callr"
    open_to_others = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    assert open_to_others == []
