"""Golden sessions: a scenario, a world, and the exact events of the run, as a person reads them.

`sessions/NAME/` holds `scenario.yaml`, `world.yaml` and `expected.txt`, for a run of the API `variables.json`
as well. Without a scenario of its own it is about the example that it is named after: `front-desk--busy`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.simulator.start import ApiRun
from tests.simulator.example import ROOT, run, transcript
from tests.simulator.laws import broken_laws

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.simulator.session import Session

FOLDER = Path(__file__).parent / "sessions"
SESSIONS = sorted(path.parent for path in FOLDER.glob("*/world.yaml"))


def perform(folder: Path) -> Session:
    own = folder / "scenario.yaml"
    example = ROOT / "scenarios" / f"{folder.name.partition('--')[0]}.yaml"
    given = folder / "variables.json"
    start = ApiRun(json.loads(given.read_text())) if given.exists() else None
    return run(own if own.exists() else example, folder / "world.yaml", start=start)


@pytest.mark.parametrize("folder", SESSIONS, ids=lambda path: path.name)
def test_session(folder: Path, golden: Callable[[Path, str], None]) -> None:
    session = perform(folder)
    golden(folder / "expected.txt", transcript(session))
    assert broken_laws(session.events) == []


@pytest.mark.no_cover  # others cover the same
@pytest.mark.parametrize("folder", SESSIONS, ids=lambda path: path.name)
def test_the_same_seed_gives_the_same_bytes(folder: Path) -> None:
    first, second = ([event.to_json() for event in perform(folder).events] for _ in range(2))
    assert json.dumps(first) == json.dumps(second)


def test_every_example_has_a_session() -> None:
    examples = {path.stem for path in (ROOT / "scenarios").glob("*.yaml")}
    assert examples <= {folder.name.partition("--")[0] for folder in SESSIONS}
