"""Writes scenario.schema.json: completion, hovers and checks for scenarios in any editor.

Draft 2020-12. Per action `if`/`then`, never `oneOf`: that takes exponential time on nested steps and
answers every mistake with "matches none".
"""

from __future__ import annotations

import json
from typing import Any

from schemas.compile.editor_value import editor_object

_Json = dict[str, Any]
_STEPS = {"type": "array", "items": {"$ref": "#/$defs/step"}}


def scenario_schema_text(facts: _Json) -> str:
    """Return the text of scenario.schema.json."""
    return json.dumps(scenario_schema(facts), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def scenario_schema(facts: _Json) -> _Json:
    """Return the editor's schema of a whole scenario."""
    structure = facts["structure"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Callr Actions scenario",
        "description": "A flow of calls and text messages. Made from public pages; not Callr's own schema.",
        "type": "object",
        **_keys(
            structure["document"],
            {
                "compat": _keys(
                    structure["compat"], {"version": {"examples": list(structure["compat-versions"])}}
                ),
                "defaults": _keys(structure["defaults"], {}),
                "variables": {"propertyNames": {"pattern": structure["patterns"]["variable-name"]["value"]}},
                "branches": _branches(structure),
            },
        ),
        "$defs": {
            "branch": {
                # A bare list stands in one of Callr's own examples.
                "type": ["object", "array"],
                "items": {"$ref": "#/$defs/step"},
                **_keys(structure["branch"], {"actions": _STEPS}),
            },
            "step": _step(facts),
            **{_definition(action): _params(action) for action in facts["actions"]},
        },
    }


def _keys(keys: _Json, more: dict[str, _Json]) -> _Json:
    """Return the schema of one of the language's maps; `more` adds to the schema of single keys."""
    value = editor_object(keys, expressions=False)
    for name, addition in more.items():
        value["properties"][name].update(addition)
    return value


def _branches(structure: _Json) -> _Json:
    return {
        "properties": {
            name: {"description": _existence(branch, branch["description"]), "$ref": "#/$defs/branch"}
            for name, branch in structure["branches"].items()
        },
        "additionalProperties": {"$ref": "#/$defs/branch"},
    }


def _step(facts: _Json) -> _Json:
    structure = facts["structure"]
    actions = facts["actions"]
    ids = [_id(action) for action in actions]
    keys = structure["step"]["properties"]
    beside: dict[str, list[str]] = {
        name: [key["x-beside"]["value"]] for name, key in keys.items() if "x-beside" in key
    }
    return {
        # A lone comment behind the dash is a null step, as in Callr's own examples.
        "type": ["object", "null"],
        **_keys(
            structure["step"],
            {
                "action": {
                    "anyOf": [
                        {"enum": ids, "enumDescriptions": [action["summary"] for action in actions]},
                        {"pattern": structure["patterns"]["action"]["value"]},
                    ]
                },
                "result": {"pattern": structure["patterns"]["variable-name"]["value"]},
                "then": _STEPS,
                "else": _STEPS,
                "goto": _keys(structure["goto"], {}),
                "events": {"additionalProperties": _STEPS},
            },
        ),
        "additionalProperties": False,
        "dependentRequired": beside,
        "allOf": [_action_rule(action) for action in actions],
    }


def _action_rule(action: _Json) -> _Json:
    then: _Json = {
        "properties": {
            "action": {"description": _existence(action, action["summary"])},
            "params": {"$ref": f"#/$defs/{_definition(action)}"},
        }
    }
    if action["events"]:
        then["properties"]["events"] = {
            "properties": {
                name: {"description": _existence(event, event["description"])}
                for name, event in action["events"].items()
            }
        }
    if "required" in _params(action):
        then["required"] = ["params"]
    return {"if": {"properties": {"action": {"const": _id(action)}}, "required": ["action"]}, "then": then}


def _params(action: _Json) -> _Json:
    return {"description": action["summary"], **editor_object(action["params"], expressions=True)}


def _existence(fact: _Json, text: str) -> str:
    source = f" ({fact['source']})" if "source" in fact else ""
    return f"{text}\n\nKnown: {fact['provenance']}{source}."


def _id(action: _Json) -> str:
    return f"{action['action']}@v{action['version']}"


def _definition(action: _Json) -> str:
    return f"{action['action']}-v{action['version']}"
