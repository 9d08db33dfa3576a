"""Turns the facts about one value into the JSON Schema that an editor checks it with.

An editor knows no severities: what it refuses is red. So only documented and inferred facts refuse;
an assumed one is offered and explained, never enforced.
"""

from __future__ import annotations

from typing import Any

from schemas.compile.words import Schema, known

EXPRESSION = r"\$\{\{"
_RANGE = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")


def description(schema: Schema) -> str:
    """Return a value's description for hovers, with how well it is known."""
    return f"{schema['description']}\n\nKnown: {known(schema)}."


def editor_value(schema: Schema, *, expressions: bool) -> dict[str, Any]:
    """Return the editor's schema of one value.

    Args:
        schema: the value's facts.
        expressions: whether text that holds `${{ … }}` may stand in its place, as in `params`.
    """
    value: dict[str, Any] = {
        "description": description(schema),
        **editor_object(schema, expressions=expressions),
    }
    if "default" in schema:
        value["default"] = schema["default"]
    if "items" in schema:
        value["items"] = editor_value(schema["items"], expressions=expressions)
    if _enforced(schema, "range"):
        value.update({key: schema[key] for key in _RANGE if key in schema})
    if _enforced(schema, "type"):
        value.update(_type(schema["type"], expressions=expressions))
    if _enforced(schema, "values"):
        values: dict[str, Any] = {key: schema[key] for key in ("enum", "pattern") if key in schema}
        value.update({"anyOf": [values, {"pattern": EXPRESSION}]} if expressions else values)
    return value


def editor_object(schema: Schema, *, expressions: bool) -> dict[str, Any]:
    """Return the editor's schema of the fields of a map; fields that nobody knows are let pass."""
    value: dict[str, Any] = {}
    if "properties" in schema:
        value["properties"] = {
            name: editor_value(inner, expressions=expressions) for name, inner in schema["properties"].items()
        }
        required = [
            name for name in schema.get("required", ()) if _enforced(schema["properties"][name], "required")
        ]
        if required:
            value["required"] = required
    if "additionalProperties" in schema:
        value["additionalProperties"] = editor_value(schema["additionalProperties"], expressions=expressions)
    return value


def _enforced(schema: Schema, fact: str) -> bool:
    return schema["x-provenance"].get(fact) in ("documented", "inferred")


def _type(types: str | list[str], *, expressions: bool) -> dict[str, Any]:
    names = [types] if isinstance(types, str) else list(types)
    if not expressions or "string" in names:
        return {"type": types}
    # `pattern` looks at text only, so a value of the right type never meets it; unlike anyOf this
    # keeps error messages at the place of the mistake.
    return {
        "type": [*names, "string"],
        "pattern": EXPRESSION,
        "patternErrorMessage": f"expected {' or '.join(names)}, or text with an expression ${{{{ … }}}}",
    }
