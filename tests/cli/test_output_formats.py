"""The output formats as a user selects them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from callr_actions.cli.lint import command
from callr_actions.linter.outputs import OUTPUTS

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = "branches: {inbound-call: {actions: [{action: sya@v2}]}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a project with one broken scenario and a project file that names no scenario."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "front desk.yaml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "callr.yaml").write_text(
        "version: 1\nscenario-settings: {gone: {name: Gone}}\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_format_to_a_file_and_to_standard_output(name: str, folder: Path) -> None:
    printed = CliRunner().invoke(command, ["-o", name], standalone_mode=False)
    written = CliRunner().invoke(command, ["-o", f"{name}=report"], standalone_mode=False)
    assert printed.exception is None, printed.exception
    assert written.return_value == printed.return_value == 1
    assert (folder / "report").read_bytes() == printed.stdout_bytes
    assert b"CA301" in printed.stdout_bytes


def test_help_names_every_format() -> None:
    text = " ".join(CliRunner().invoke(command, ["--help"]).output.split())
    assert ", ".join(OUTPUTS) in text


@pytest.mark.usefixtures("folder")
def test_sarif_explains_findings_of_the_project_file_too() -> None:
    log = json.loads(CliRunner().invoke(command, ["-o", "sarif"], standalone_mode=False).stdout)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CA301", "CA905"]
    assert all("How to fix" in rule["help"]["text"] for rule in rules)


def test_clean_files_are_named(folder: Path) -> None:
    clean = "branches: {inbound-call: {actions: [{action: hangup@v1}]}}\n"
    (folder / "scenarios" / "clean.yaml").write_text(clean, encoding="utf-8")
    text = CliRunner().invoke(command, ["-o", "junit"], standalone_mode=False).stdout
    assert '<testsuite name="scenarios/clean.yaml" tests="1" failures="0"' in text
