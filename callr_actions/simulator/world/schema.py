"""The JSON Schema of worlds: found, compiled once, and asked what it expects somewhere."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from callr_actions.language.bundled import schema_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jsonschema_rs import Draft202012Validator


@cache
def world_schema() -> dict[str, Any]:
    """Return the schema as data. It is shared: do not change it."""
    schema: dict[str, Any] = json.loads(schema_text("world.schema.json"))
    return schema


@cache
def validator() -> Draft202012Validator:
    """Return the compiled schema."""
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 - 20 ms that only a world costs

    return Draft202012Validator(world_schema())


def schema_at(path: Sequence[str | int]) -> dict[str, Any]:
    """Return what the schema says of the value at a path of a world that has this value."""
    found = world_schema()
    for part in path:
        inner = found["items"] if isinstance(part, int) else _property(found, part)
        found = _resolved(inner)
    return found


def _property(schema: dict[str, Any], name: str) -> dict[str, Any]:
    others: dict[str, Any] = schema["additionalProperties"]
    found: dict[str, Any] = schema.get("properties", {}).get(name, others)
    return found


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    definition: dict[str, Any] = world_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return {**definition, **schema}
