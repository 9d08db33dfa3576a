"""`--statistics`: findings counted by code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from callr_actions.linter.statistics import statistics_of, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.selecting.conftest import Ran

SCENARIO = """\
branches:
  inbound-call:
    actions:
      - action: sya@v2
      - action: warpdrive@v1
      - goto: {branch: worksohp}
  workshop:
    actions: [{action: hangup@v1}]
"""


@pytest.fixture
def broken(project: Path) -> Path:
    (project / "scenarios" / "a.yaml").write_text(SCENARIO, encoding="utf-8")
    return project


@pytest.mark.usefixtures("broken")
def test_table_follows_the_text(program: Callable[..., Ran]) -> None:
    plain, counted = program("lint"), program("lint", "--statistics")
    assert counted.out.startswith(plain.out + "\n")
    rows = counted.out.removeprefix(plain.out).splitlines()
    assert rows[1].split()[:2] == ["2", "CA301"]
    assert rows[1].endswith("unknown-action")
    assert counted.code == plain.code == 1


@pytest.mark.usefixtures("broken")
def test_quiet_shows_the_table_alone(program: Callable[..., Ran]) -> None:
    ran = program("lint", "--statistics", "-q")
    assert ran.out.startswith("2  CA301")
    assert "error[" not in ran.out


@pytest.mark.usefixtures("broken")
def test_concise_has_the_table_too(program: Callable[..., Ran]) -> None:
    assert "\n\n2  CA301" in program("lint", "--statistics", "-o", "concise").out


@pytest.mark.usefixtures("broken")
def test_json_has_a_list(program: Callable[..., Ran]) -> None:
    plain = json.loads(program("lint", "--json").out)
    counted = json.loads(program("lint", "--json", "--statistics").out)
    first = counted.pop("statistics")[0]
    assert counted == plain
    assert (first["code"], first["name"], first["count"]) == ("CA301", "unknown-action", 2)
    lines = program("lint", "-o", "jsonl", "--statistics").out.splitlines()
    assert json.loads(lines[-1])["statistics"][0] == first


@pytest.mark.usefixtures("project")
def test_nothing_found(program: Callable[..., Ran], project: Path) -> None:
    (project / "scenarios" / "a.yaml").write_text(
        "branches: {inbound-call: {actions: [{action: hangup@v1}]}}\n", encoding="utf-8"
    )
    assert program("lint", "--statistics").out == program("lint").out
    assert program("lint", "--statistics", "-q").out == ""
    assert json.loads(program("lint", "--statistics", "--json").out)["statistics"] == []


def test_marks_say_what_fix_mends() -> None:
    from callr_actions.language.document import document_from_bytes
    from callr_actions.linter.engine import lint_document

    text = "compat: {version: 2025-01-01}\n" + SCENARIO
    found = statistics_of(lint_document(document_from_bytes(text.encode(), "a.yaml")))
    marks = {line.split()[1]: line.split()[2] for line in table(found).splitlines() if "CA" in line}
    assert marks["CA401"] == "~"
    assert marks["CA108"] == "*"
    assert table(found).endswith("~ `callr-actions fix --unsafe` mends some or all of them\n")
