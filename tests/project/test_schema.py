"""The published schema: fit for editors, and the same as what the program checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import jsonschema_rs
import pytest

from callr_actions.api.operations import OPERATIONS
from callr_actions.language.bundled import schema_text
from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import plain_data
from callr_actions.project.schema import homes_of_keys, project_schema
from tests.project.example import GOOD

if TYPE_CHECKING:
    from collections.abc import Iterator


def parts(schema: dict[str, Any], path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, schema
    for group in ("properties", "$defs"):
        for name, below in schema.get(group, {}).items():
            yield from parts(below, f"{path}/{group}/{name}")
    for single in ("items", "additionalProperties"):
        if isinstance(schema.get(single), dict):
            yield from parts(schema[single], f"{path}/{single}")


PARTS = {path: part for path, part in parts(project_schema()) if "$ref" not in part}


def test_it_is_a_valid_schema() -> None:
    assert jsonschema_rs.meta.is_valid(project_schema())


@pytest.mark.parametrize("path", PARTS)
def test_every_part_says_what_it_is_and_what_it_wants(path: str) -> None:
    part = PARTS[path]

    assert part["title"]
    assert part["description"].endswith(".")
    assert part["x-expected"]
    assert "type" in part or "const" in part
    if part.get("type") == "object":
        assert "additionalProperties" in part or "propertyNames" in part
    if "propertyNames" in part:
        assert part["propertyNames"]["x-expected"]


def test_another_validator_agrees_on_a_whole_file() -> None:
    root = parse_document(Source("callr.yaml", GOOD)).root
    assert root is not None

    # Python's regular expressions have no \\p{L}, which editors and the program's own validator know.
    in_python = json.loads(schema_text("project.schema.json").replace("\\\\p{L}", "[^\\\\W\\\\d_]"))
    jsonschema.validate(plain_data(root), in_python)


def test_examples_and_defaults_fit() -> None:
    for part in PARTS.values():
        wanted = {key: value for key, value in part.items() if key != "$defs"}
        for example in [*part.get("examples", []), *([part["default"]] if "default" in part else [])]:
            jsonschema.validate(example, wanted)


def test_homes_of_keys() -> None:
    homes = homes_of_keys()

    assert homes["api-key"] == "accounts.NAME.api-key"
    assert homes["until"] == "scenario-settings.NAME.run.until"
    assert homes["select"] == "lint.select"
    assert homes["schema"] == "schema"


def test_operations_are_those_of_the_client() -> None:
    assert project_schema()["properties"]["operations"]["propertyNames"]["enum"] == list(OPERATIONS)
