"""The declarations are complete, and came from nowhere but the documentation."""

from __future__ import annotations

import ast
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.api.server.constraints import broken
from tests.api.server.declarations import FOLDER, Schema, operations
from tests.api.server.examples import example
from tests.api.server.violations import violations

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the documentation's table of contents counts, tag by tag.
TAGS = {
    "System": 1,
    "Actions": 10,
    "Audio Files": 7,
    "Billing": 2,
    "Calls": 2,
    "End Users": 5,
    "Numbers": 7,
    "Numbers Store": 7,
    "Recordings": 6,
    "Sms": 3,
    "Tasks": 2,
    "Webhooks": 6,
}


def schemas() -> Iterator[tuple[str, Schema]]:
    """Every schema of a parameter or a JSON body, with where it stands."""
    for operation in operations().values():
        for name, schema in (*operation.path.items(), *operation.query.items()):
            yield f"{operation.name} {name}", schema
        if operation.body and operation.body.json is not None:
            yield f"{operation.name} body", operation.body.json


def test_the_server_shares_nothing_with_the_client() -> None:
    for file in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            module = node.module if isinstance(node, ast.ImportFrom) else None
            for name in [*names, module or ""]:
                assert name.split(".")[0] != "callr_actions", file.name


def test_there_are_58_operations() -> None:
    files = {
        file.stem[3:].replace("-", " ").title(): len(yaml.safe_load(file.read_text(encoding="utf-8")))
        for file in FOLDER.glob("[0-9]*.yaml")
    }
    assert files == TAGS
    assert len(operations()) == 58


def test_every_operation_has_a_method_and_path_of_its_own() -> None:
    lines = Counter(f"{one.method} {one.template}" for one in operations().values())
    assert [line for line, count in lines.items() if count > 1] == []


def test_every_hole_of_a_path_is_declared() -> None:
    for one in operations().values():
        assert [f"{{{name}}}" for name in one.path] == [s for s in one.segments if s.startswith("{")], (
            one.name
        )


def test_what_is_required_is_declared() -> None:
    for one in operations().values():
        assert set(one.required) <= set(one.query), one.name


def test_only_successes_without_a_body_say_so() -> None:
    for one in operations().values():
        assert (one.status == 204) == (one.sample is None), one.name
        assert json.loads(json.dumps(one.sample)) == one.sample, one.name


def test_searches_page_alike() -> None:
    paged = [one for one in operations().values() if one.paged]
    assert len(paged) == 8
    for one in paged:
        assert list(one.query)[-4:] == ["sort", "order", "offset", "limit"], one.name
        assert [one.query[name]["default"] for name in ("order", "offset", "limit")] == ["desc", 0, 10]
        assert one.query["sort"]["default"] in one.query["sort"]["enum"]
    assert [one.name for one in operations().values() if "offset" in one.query and not one.paged] == []


def test_examples_are_good_and_counterexamples_bad_in_just_one_respect() -> None:
    for where, schema in schemas():
        for value in schema.get("examples", [example(schema)]):
            assert broken(schema, value, where) == []
        for constraint, value in schema.get("counterexamples", {}).items():
            assert [one.constraint for one in broken(schema, value, where)] == [constraint]


def test_every_constraint_is_among_the_violations() -> None:
    for operation in operations().values():
        tried = {(one.where, one.constraint) for one in violations(operation)}
        declared: set[tuple[str, str]] = set()
        for name, schema in operation.path.items():
            declared |= set(constraints(schema, f"path {name}", on_the_wire=True))
        for name, schema in operation.query.items():
            declared |= set(constraints(schema, f"query {name}", on_the_wire=True))
        if operation.body and operation.body.json is not None:
            declared |= set(constraints(operation.body.json, "body", on_the_wire=False))
        empty_in_path = {(f"path {name}", "minLength") for name in ("runid",)}
        assert declared - tried - empty_in_path == set(), operation.name


def constraints(schema: Schema, where: str, *, on_the_wire: bool) -> Iterator[tuple[str, str]]:
    """The constraints of a schema that a value can break; on the wire everything is a text."""
    names = {"type", "minLength", "maxLength", "minimum", "maximum", "enum", "const", "pattern", "format"}
    names |= {"anyOf", "maxItems", "maxProperties", "additionalProperties"}
    for keyword, limit in schema.items():
        if on_the_wire and keyword == "type" and limit in ("string", "array"):
            continue
        if keyword in names and not (keyword == "minLength" and limit == 0):
            yield where, keyword
        if keyword == "required":
            yield from ((f"{where}.{name}", "required") for name in limit)
    inner: dict[str, Any] = schema.get("properties", {})
    for name, one in inner.items():
        yield from constraints(one, f"{where}.{name}", on_the_wire=on_the_wire)
    if "items" in schema:
        yield from constraints(schema["items"], f"{where}[1]", on_the_wire=on_the_wire)


def test_the_violations_are_many() -> None:
    assert sum(len(list(violations(one))) for one in operations().values()) > 700
