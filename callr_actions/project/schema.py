"""The JSON Schema of callr.yaml: found, compiled once, and asked what it expects."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from callr_actions.language.bundled import schema_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jsonschema_rs import Draft202012Validator


@cache
def project_schema() -> dict[str, Any]:
    """Return the schema as data. It is shared: do not change it."""
    schema: dict[str, Any] = json.loads(schema_text("project.schema.json"))
    return schema


@cache
def validator() -> Draft202012Validator:
    """Return the compiled schema."""
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 - 20 ms that only a project file costs

    return Draft202012Validator(project_schema())


def is_valid(schema: dict[str, Any], value: str) -> bool:
    """Whether a text is what a part of the schema (without references) wants."""
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 - as above

    return Draft202012Validator(schema).is_valid(value)


def subschema(path: Sequence[str | int]) -> dict[str, Any]:
    """Return the part of the schema that a validation error's path leads to, without its last keyword."""
    found: Any = project_schema()
    for step in path[:-1]:
        found = found[step]
    result: dict[str, Any] = found
    return result


@cache
def homes_of_keys() -> dict[str, str]:
    """Return, for each key of the format, the place nearest to the top that has it: `lint.select`.

    Names of the user's choice are written `NAME`; a key with two equally near places is left out.
    """
    homes: dict[str, list[str]] = {}
    for path in sorted(_key_paths(project_schema(), ""), key=lambda path: path.count(".")):
        homes.setdefault(path.rpartition(".")[2], []).append(path)
    return {
        key: paths[0]
        for key, paths in homes.items()
        if len(paths) == 1 or paths[0].count(".") < paths[1].count(".")
    }


def _key_paths(schema: dict[str, Any], above: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = project_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    for key, below in schema.get("properties", {}).items():
        if key == "local":
            continue
        yield above + key
        yield from _key_paths(below, f"{above}{key}.")
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        yield from _key_paths(others, f"{above}NAME.")
