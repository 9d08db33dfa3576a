"""Reads the YAML files of facts, fills in what they share, and holds them against their schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema_rs import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from schemas.compile.facts_error import FactsError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "catalog.schema.json"
_KINDS = ("variables", "structure", "limits", "behaviour", "javascript")


def read_facts(folder: Path) -> dict[str, Any]:
    """Return every fact below `folder` as one plain value, checked.

    Raises:
        FactsError: a file is not YAML, breaks the schema of its kind, or refers to what is not there.
    """
    return assemble(load_files(folder))


def load_files(folder: Path) -> dict[str, Any]:
    """Return the content of each file of facts by its name, and the schema of their form, unchecked.

    Raises:
        FactsError: a file cannot be read or is not YAML.
    """
    actions = [f"actions/{path.name}" for path in sorted((folder / "actions").glob("*.yaml"))]
    names = [SCHEMA, *(f"{kind}.yaml" for kind in _KINDS), *actions]
    return {name: _load(folder / name) for name in names}


def assemble(files: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of all files as one value, checked; `files` is as `load_files` returns it.

    Raises:
        FactsError: a file breaks the schema of its kind or refers to what is not there.
    """
    schema = files[SCHEMA]
    variables = dict(files["variables.yaml"])
    shapes = variables.pop("shapes", {})
    texts = {**files, "variables.yaml": variables}
    facts = {
        kind: _checked(f"{kind}.yaml", kind, _expand(texts[f"{kind}.yaml"], shapes), schema)
        for kind in _KINDS
    }
    actions = []
    for name in sorted(name for name in files if name.startswith("actions/")):
        action = _checked(name, "action", _expand(files[name], shapes), schema)
        if name != f"actions/{action['action']}@v{action['version']}.yaml":
            raise FactsError(f"{name}: the file is named otherwise than the action in it")
        _check_required(name, action["params"])
        actions.append(_with_limits(name, action, facts["limits"]))
    for name, keys in facts["structure"].items():
        _check_required(f"structure.yaml: {name}", keys)
    _check_names(actions, facts)
    return {
        "actions": actions,
        "variables": facts["variables"]["variables"],
        "renamed-fields": facts["variables"]["renamed-fields"],
        "structure": facts["structure"],
        "limits": facts["limits"],
        "behaviour": facts["behaviour"],
        "javascript": facts["javascript"],
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


def _check_names(actions: list[Any], facts: dict[str, Any]) -> None:
    """See that variables and keys that one fact names in another are there."""
    variables = facts["variables"]["variables"]
    keys = facts["structure"]["step"]["properties"]
    named = [
        *(
            ("a variable", it["deprecated-for"], variables)
            for it in variables.values()
            if "deprecated-for" in it
        ),
        *(("a key", it["x-beside"]["value"], keys) for it in keys.values() if "x-beside" in it),
        *(
            ("a variable", name, variables)
            for action in actions
            for event in action["events"].values()
            for name in event["variables"]
        ),
    ]
    for kind, name, known in named:
        if name not in known:
            raise FactsError(f"{name} is named as {kind} and is none")


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
