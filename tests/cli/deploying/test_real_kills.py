"""Deploys as processes that are killed for real, at moments that chance chooses."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.deploying.conftest import menu

if TYPE_CHECKING:
    from tests.cli.deploying.conftest import Story

ROOT = Path(__file__).resolve().parents[3]
KILLS = 6
MANY = 12
LONGEST_LIFE = 0.05
# The system kills it when it has worked for so long since its journal began: how busy the machine is, does
# not matter.
PROGRAM = """\
import os, signal, sys
from callr_actions.__main__ import main

life = float(sys.argv.pop())

def opened(event, arguments):
    if event == "open" and str(arguments[0]).endswith("running.jsonl") and arguments[2] & os.O_WRONLY:
        signal.setitimer(signal.ITIMER_PROF, life)

sys.addaudithook(opened)
sys.exit(main())
"""


def deploy_and_kill(project: Path, life: float) -> bool:
    """Deploy; return whether it was killed in the middle."""
    options = ("--account", "local", "--yes", "-q", "--force-large")
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, "deploy", *options, str(life)],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert ended.returncode in (0, -signal.SIGPROF), ended.stderr.decode()
    return ended.returncode != 0


@pytest.mark.no_cover  # other processes do the work
def test_what_six_kills_leave_behind_is_finished_by_the_next_deploy(story: Story) -> None:
    dice = random.Random(7)
    killed = 0
    for turn in range(KILLS):
        for number in range(MANY):
            story.write(f"s{number}", menu(f"+3319900{turn:02d}{number:02d}", "ringing@v1"))
        killed += deploy_and_kill(story.project, dice.uniform(0.001, LONGEST_LIFE))
    assert killed > KILLS // 2, "most of them were in the middle"

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
