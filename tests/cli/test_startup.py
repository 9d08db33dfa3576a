"""What a start of the program loads: the difference between an instant answer and a wait."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = {
    "click",
    "jsonschema",
    "jsonschema_rs",
    "yaml",
    "tree_sitter",
    "_quickjs",
    "quickjs",
    "langcodes",
    "pathspec",
    "phonenumbers",
    "asyncio",
    "regex",
    "importlib.metadata",
    "httpx",
    "ruamel",
    "unittest",
    "logging",
}


def loaded(*arguments: str) -> set[str]:
    """Run the program and return which heavy modules it has imported."""
    probe = (
        "import sys, runpy\n"
        f"sys.argv = {['callr-actions', *arguments]!r}\n"
        "try: runpy.run_module('callr_actions', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(','.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    modules = set(run.stderr.split(","))
    return HEAVY & modules


def test_version_loads_nothing() -> None:
    assert loaded("--version") == set()


def test_help_loads_click_only() -> None:
    assert loaded("--help") == {"click"}


@pytest.mark.parametrize("scenario", ["scenarios/front-desk.yaml"])
def test_lint_of_one_file_loads_what_it_uses(scenario: str) -> None:
    assert loaded("lint", scenario) <= {"click", "yaml", "tree_sitter", "_quickjs", "jsonschema_rs"}
