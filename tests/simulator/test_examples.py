"""The examples in scenarios/: clean by the strict profile, and each runs in its own world as it should.

`examples/KEY.txt` is the session as a person reads it; `examples/KEY.json` has the variables of a run by the
API. What else can happen to an example is among the sessions.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions import lint
from callr_actions.language.finding import Severity
from callr_actions.project.discovery import discover
from callr_actions.project.file import load_project
from callr_actions.simulator import events
from callr_actions.simulator.start import ApiRun
from tests.simulator.example import ROOT, run, transcript
from tests.simulator.laws import broken_laws

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.project.project import Project

FOLDER = Path(__file__).parent / "examples"
EXAMPLES = {each.key: each.path for each in discover(ROOT, ROOT / "scenarios").scenarios}


@pytest.fixture(scope="module")
def project() -> Project:
    loaded = load_project(ROOT / "callr.yaml", shown="callr.yaml")
    assert loaded.project is not None, loaded.findings
    return loaded.project


def test_the_project_knows_every_example(project: Project) -> None:
    assert len(EXAMPLES) == 8
    assert set(project.settings) == set(EXAMPLES)
    assert {settings.world for settings in project.settings.values()} == set(
        (ROOT / "scenarios/worlds").glob("*.world.yaml")
    )


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_has_nothing_that_the_strict_profile_counts(key: str) -> None:
    assert [each for each in lint(EXAMPLES[key].read_text()) if each.severity is not Severity.INFO] == []


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_says_what_it_shows(key: str) -> None:
    assert EXAMPLES[key].read_text().splitlines()[2].startswith("# Shows: ")


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_in_its_world(key: str, project: Project, golden: Callable[[Path, str], None]) -> None:
    given = FOLDER / f"{key}.json"
    start = ApiRun(json.loads(given.read_text())) if given.exists() else None
    world = project.settings_of(key).world
    assert world is not None
    session = run(EXAMPLES[key], world, start=start)
    golden(FOLDER / f"{key}.txt", transcript(session))
    assert broken_laws(session.events) == []
    assert session.outcome == "completed"
    assert not [each for each in session.events if isinstance(each, events.Warned)], "no stub for a request"
