"""What a start of the program loads: the difference between an instant answer and a wait."""

from __future__ import annotations

import re
import shutil
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
    "msgspec",
    "ruamel",
    "unittest",
    "logging",
}

# What no file without findings needs, and what front-desk.yaml has none of.
UNUSED = {
    "dataclasses",
    "importlib.resources",
    "random",
    "shutil",
    "tempfile",
    "traceback",
    "callr_actions.atomic",
    "callr_actions.cli.catalogue",
    "callr_actions.javascript.messages",
    "callr_actions.language.adopted.schema",
    "callr_actions.language.offset_map",
    "callr_actions.language.yaml_causes",
    "callr_actions.language.yaml_stumble",
    "callr_actions.language.yaml_errors",
    "callr_actions.linter.fixes",
    "callr_actions.linter.outputs.json_v1",
    "callr_actions.linter.outputs.sarif",
    "callr_actions.linter.pages",
    "callr_actions.project.edit",
    "callr_actions.project.explanations",
    "callr_actions.telephony.gsm0338",
    *(
        f"callr_actions.linter.rules.{name}"
        for name in (
            *("duplicate_key", "empty_file", "encoding", "too_complex", "yaml_syntax"),
            *("http_request", "injected_code", "personal_data_in_log", "plain_http", "unencoded_url", "url"),
            *("schema_violation", "sms_parts", "sms_sender", "sms_too_long", "unused_suppression"),
        )
    ),
}
UNUSED_ROOMS = (
    "tree_sitter_javascript",
    "callr_actions.api",
    "callr_actions.sync",
    "callr_actions.simulator",
)
# A module more takes 0.3 ms. Raise the number only for what this file needs.
MOST_MODULES = 154


def loaded(*arguments: str, folder: Path = ROOT) -> set[str]:
    """Run the program and return every module that it has imported."""
    probe = (
        "import sys, runpy\n"
        f"sys.argv = {['callr-actions', *arguments]!r}\n"
        "try: runpy.run_module('callr_actions', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(','.join(sys.modules))"
    )
    command = [sys.executable, "-c", probe]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return set(run.stderr.split(","))


def test_version_loads_nothing() -> None:
    assert loaded("--version") & HEAVY == set()


def test_help_loads_click_only() -> None:
    assert loaded("--help") & HEAVY == {"click"}


@pytest.mark.parametrize(
    "command",
    ["account", "numbers", "numbers list", "scenarios", "audio upload", "recordings", "api", "doctor"],
)
def test_help_of_a_command_that_talks_to_an_account_loads_click_only(command: str) -> None:
    assert loaded(*command.split(), "--help") & HEAVY == {"click"}


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with one scenario and no project: nothing is remembered, no callr.yaml is read."""
    shutil.copy(ROOT / "scenarios" / "front-desk.yaml", tmp_path)
    return tmp_path


def test_lint_of_one_file_loads_what_it_uses(alone: Path) -> None:
    modules = loaded("lint", "front-desk.yaml", folder=alone)
    assert modules & HEAVY == {"click", "yaml", "tree_sitter", "_quickjs"}
    assert not modules & UNUSED
    assert not [name for name in modules if name.startswith(UNUSED_ROOMS)]


def test_lint_of_one_file_loads_few_modules_of_ours(alone: Path) -> None:
    modules = loaded("lint", "front-desk.yaml", folder=alone)
    ours = [name for name in modules if name.startswith("callr_actions")]
    assert len(ours) <= MOST_MODULES, sorted(ours)


def test_lint_of_a_file_that_is_as_it_was_loads_no_parser(alone: Path) -> None:
    (alone / "callr.yaml").write_text("version: 1\nscenarios: .\n")
    assert loaded("lint", "front-desk.yaml", folder=alone) & HEAVY > {"click", "yaml", "jsonschema_rs"}
    assert loaded("lint", "front-desk.yaml", folder=alone) & HEAVY == {"click"}


def test_lint_of_a_file_without_javascript_loads_none_of_its_parsers(tmp_path: Path) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text(
        "branches: {inbound-call: {actions: [{action: say@v2, params: {what: Good morning.}}]}}\n"
    )
    rooms = ("tree_sitter", "_quickjs", "callr_actions.javascript.")
    loaded_of_it = {name for name in loaded("lint", file.name, folder=tmp_path) if name.startswith(rooms)}
    assert loaded_of_it == {"callr_actions.javascript.model", "callr_actions.javascript.globals"}


def test_no_named_tuple_of_ours_is_one_of_typing() -> None:
    """Those take ten times as long to define, and the next one is written by habit."""
    written = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "callr_actions").rglob("*.py"))
        if path.name != "named_tuple.py" and re.search(r"from typing import .*NamedTuple", path.read_text())
    ]
    assert written == [], "import NamedTuple from callr_actions.named_tuple"
