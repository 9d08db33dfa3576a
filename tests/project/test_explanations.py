"""`explain`'s examples give what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.selection import lint_selection
from callr_actions.linter.selection import PerFile
from callr_actions.project.discovery import discover
from callr_actions.project.explanations import EXPLANATIONS
from callr_actions.project.report import NAMES
from callr_actions.project.scenario_check import check_scenarios, idle_pattern
from tests.project.example import load

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.language.explanation import Explanation


def codes(text: str, folder: Path) -> set[str]:
    scenario = folder / "scenarios" / "support" / "front-desk.yaml"
    scenario.parent.mkdir(parents=True)
    scenario.touch()
    loaded = load(folder, text)
    findings = [*loaded.findings]
    if loaded.project is not None:
        found = discover(loaded.project.root, loaded.project.scenarios)
        findings += found.findings
        findings += check_scenarios(loaded.project, [scenario.key for scenario in found.scenarios])
        lint_selection(loaded.project.lint, (), (), None, mistakes=findings)
        findings += [
            idle_pattern(choice.glob)
            for choice in loaded.project.lint.per_file
            if not any(PerFile(choice.glob.text).matches(each.shown) for each in found.scenarios)
        ]
    return {finding.code for finding in findings}


@pytest.mark.parametrize("explanation", EXPLANATIONS, ids=lambda explanation: explanation.code)
def test_examples(explanation: Explanation, tmp_path: Path) -> None:
    assert codes(explanation.bad, tmp_path / "bad") == {explanation.code}
    assert codes(explanation.good, tmp_path / "good") == set()


def test_every_code_is_explained_under_its_name() -> None:
    assert {explanation.code: explanation.name for explanation in EXPLANATIONS} == NAMES
