"""The machine format, held against its schema and against positions that are worked out again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from callr_actions import lint
from tests.linter.positions import position_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Program

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

HERE = Path(__file__).resolve().parent
CASES = sorted((HERE.parent / "linter" / "cases").glob("*.yaml"))
SCHEMA = jsonschema_rs.validator_for(json.loads((HERE / "lint.v1.schema.json").read_text()))


def spans(value: object) -> Iterator[dict[str, dict[str, int]]]:
    """Yield everything below `span` keys, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from spans(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "span":
                yield item
            else:
                yield from spans(item)


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_format(path: Path, program: Program) -> None:
    ended = program("lint", "--json", str(path))
    assert ended.err == ""
    document: dict[str, Any] = json.loads(ended.out)
    assert [error.message for error in SCHEMA.iter_errors(document)] == []
    found = document["findings"]
    for severity in ("error", "warning", "info"):
        assert document["summary"][severity] == sum(each["severity"] == severity for each in found)
    assert (ended.code == 1) == (document["summary"]["error"] > 0)
    text = text_of(path)
    for span in spans(document):
        for place in span.values():
            assert (place["line"], place["column"]) == position_of(text, place["offset"])
        assert span["start"]["offset"] <= span["end"]["offset"] <= len(text)
    order = [(each["file"], each["span"]["start"]["offset"], each["code"]) for each in found]
    assert order == sorted(order)


def test_example_in_full(program: Program) -> None:
    ended = program("lint", "--json", "-", "--stdin-filename", "a.yaml", stdin=b"brnches: {}\r\n")
    place = {"start": {"line": 1, "column": 1, "offset": 0}, "end": {"line": 1, "column": 8, "offset": 7}}
    empty = {"start": place["start"], "end": place["start"]}
    assert json.loads(ended.out) == {
        "version": 1,
        "tool": {"name": "callr-actions", "version": "0.1.0"},
        "summary": {
            "files": 1,
            "error": 2,
            "warning": 0,
            "info": 0,
            "suppressed": 0,
            "truncated": [],
            "baselined": 0,
        },
        "findings": [
            {
                "code": "CA201",
                "name": "unknown-key",
                "severity": "error",
                "confidence": "certain",
                "file": "a.yaml",
                "span": place,
                "message": "a scenario has no key `brnches`; did you mean `branches`?",
                "help": None,
                "docs": "docs/rules/CA201.md",
                "related": [],
                "fix": {
                    "safe": False,
                    "title": "rename it to `branches`",
                    "edits": [{"span": place, "text": "branches"}],
                },
            },
            {
                "code": "CA202",
                "name": "no-entry-branch",
                "severity": "error",
                "confidence": "certain",
                "file": "a.yaml",
                "span": empty,
                "message": "no `branches`: nothing can start this scenario",
                "help": "add `branches` with at least one of `api-initiated`, `inbound-call`, `inbound-sms`",
                "docs": "docs/rules/CA202.md",
                "related": [],
                "fix": None,
            },
        ],
    }


def test_line_breaks_in_values_stay_on_one_line(program: Program) -> None:
    content = b'branches: {inbound-call: {actions: [{action: "a\\nb@v1"}, {goto: {branch: "x\\ny"}}]}}\n'
    document = json.loads(program("lint", "--json", "-", stdin=content).out)
    assert [error.message for error in SCHEMA.iter_errors(document)] == []
    assert "no action `a\\nb@v1` is known" in [each["message"] for each in document["findings"]]


def test_from_python(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("branches: {}\n")
    assert [each.to_json() for each in lint(path)] == [
        {**each.to_json(), "file": path.as_posix()} for each in lint("branches: {}\n", name="b.yaml")
    ]
    assert lint("branches: {}\n")[0].file == "scenario.yaml"
    assert [each.code for each in lint(tmp_path / "none.yaml")] == ["CA100"]
