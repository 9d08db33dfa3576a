"""Settings for scenarios that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.project.project import bare_project
from callr_actions.project.scenario_check import check_scenarios, idle_pattern
from tests.project.example import lines, project

if TYPE_CHECKING:
    from pathlib import Path


def test_the_closest_key_is_named(tmp_path: Path) -> None:
    text = (
        "version: 1\nscenario-settings:\n  support/desk: {}\n  support/dsk: {}\n  support/desk.yaml: {}\n"
        "  scenarios/support/desk: {}\n  nowhere: {}\n"
    )

    findings = check_scenarios(project(tmp_path, text), ["support/desk"])

    assert lines(findings) == [
        "4:3 CA905 no scenario has the key `support/dsk`; did you mean `support/desk`?",
        "5:3 CA905 no scenario has the key `support/desk.yaml`; did you mean `support/desk`?",
        "6:3 CA905 no scenario has the key `scenarios/support/desk`; did you mean `support/desk`?",
        "7:3 CA905 no scenario has the key `nowhere`",
    ]
    assert [found.help for found in findings] == [
        "write `scenarios/support/dsk.yaml`, or delete these settings",
        "a key is the path below `scenarios/`, without the extension",
        "a key is the path below `scenarios/`, without the extension",
        "write `scenarios/nowhere.yaml`, or delete these settings",
    ]


def test_without_settings(tmp_path: Path) -> None:
    assert check_scenarios(bare_project(tmp_path), []) == ()


def test_a_pattern_without_files_is_an_info_at_its_place(tmp_path: Path) -> None:
    text = 'version: 1\nlint:\n  per-file:\n    "old/**": {ignore: [CA402]}\n'
    (choice,) = project(tmp_path, text).lint.per_file

    finding = idle_pattern(choice.glob)

    assert lines([finding]) == ["4:5 info CA911 no scenario matches `old/**`, so nothing below it counts"]
    assert finding.help == "correct the pattern, or delete it with what is below it"
