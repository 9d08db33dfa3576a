"""Reads the YAML files of facts, fills in what they share, and holds them against their schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from schemas.compile.facts_error import FactsError

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = ("variables", "structure", "limits", "behaviour")


def read_facts(folder: Path) -> dict[str, Any]:
    """Return every fact below `folder` as one plain value, checked.

    Raises:
        FactsError: a file is not YAML, breaks the schema of its kind, or refers to what is not there.
    """
    schema = json.loads((folder / "catalog.schema.json").read_text(encoding="utf-8"))
    texts = {kind: _load(folder / f"{kind}.yaml") for kind in _KINDS}
    shapes = texts["variables"].pop("shapes", {})
    facts = {kind: _checked(f"{kind}.yaml", kind, _expand(texts[kind], shapes), schema) for kind in _KINDS}
    actions = []
    for path in sorted((folder / "actions").glob("*.yaml")):
        action = _checked(f"actions/{path.name}", "action", _expand(_load(path), shapes), schema)
        if path.stem != f"{action['action']}@v{action['version']}":
            raise FactsError(f"actions/{path.name}: the file is named otherwise than the action in it")
        _check_required(f"actions/{path.name}", action["params"])
        actions.append(_with_limits(f"actions/{path.name}", action, facts["limits"]))
    for name, keys in facts["structure"].items():
        _check_required(f"structure.yaml: {name}", keys)
    variables = facts["variables"]
    return {
        "actions": actions,
        "variables": variables["variables"],
        "renamed-fields": variables["renamed-fields"],
        "structure": facts["structure"],
        "limits": facts["limits"],
        "behaviour": facts["behaviour"],
    }


def _load(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds; the schema looks at it next
    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, YAMLError) as error:
        raise FactsError(f"{path.name}: {error}") from error


def _checked(name: str, kind: str, data: Any, schema: dict[str, Any]) -> Any:  # noqa: ANN401
    validator = Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"}, validate_formats=True)
    for error in validator.iter_errors(data):
        place = "/".join(str(step) for step in error.instance_path)
        raise FactsError(f"{name}: {place}: {error.message}")
    return data


def _expand(data: Any, shapes: dict[str, Any]) -> Any:  # noqa: ANN401
    """Put each shape where `$shape: NAME` stands; what stands beside it has priority."""
    if isinstance(data, list):
        return [_expand(item, shapes) for item in data]
    if not isinstance(data, dict):
        return data
    expanded = {key: _expand(value, shapes) for key, value in data.items() if key != "$shape"}
    if "$shape" not in data:
        return expanded
    if data["$shape"] not in shapes:
        raise FactsError(f"variables.yaml: there is no shape {data['$shape']}")
    return {**_expand(shapes[data["$shape"]], shapes), **expanded}


def _check_required(name: str, schema: dict[str, Any]) -> None:
    """See that each required name is a property and says how well that is known."""
    properties = schema.get("properties", {})
    for key in schema.get("required", ()):
        if "required" not in properties.get(key, {}).get("x-provenance", {}):
            raise FactsError(f"{name}: {key} is required without a provenance for it")
    for key in ("items", "additionalProperties"):
        if key in schema:
            _check_required(f"{name}/{key}", schema[key])
    for key, value in properties.items():
        _check_required(f"{name}/{key}", value)


def _with_limits(name: str, data: Any, limits: dict[str, Any]) -> Any:  # noqa: ANN401
    """Give each parameter with `x-limit` the limit's number as its default."""
    if isinstance(data, list):
        return [_with_limits(name, item, limits) for item in data]
    if not isinstance(data, dict):
        return data
    filled = {key: _with_limits(name, value, limits) for key, value in data.items()}
    limit = data.get("x-limit")
    if limit is None:
        return filled
    if limit not in limits:
        raise FactsError(f"{name}: there is no limit {limit}")
    provenance = {**data["x-provenance"], "default": limits[limit]["provenance"]}
    return {**filled, "default": limits[limit]["value"], "x-provenance": provenance}
