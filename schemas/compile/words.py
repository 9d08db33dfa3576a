"""Says in words how well a fact is known; editor hovers and the fidelity table share them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

_ORDER = ("type", "required", "unit", "default", "values", "range")


def walk(schema: Schema, path: str = "") -> Iterator[tuple[str, Schema, bool]]:
    """Yield every named value inside a schema: its path, its schema, whether it is required.

    Paths look like `targets`, `targets[].number`, `headers.*`.
    """
    children = list(schema.get("properties", {}).items())
    if "additionalProperties" in schema:
        children.append(("*", schema["additionalProperties"]))
    for name, inner in children:
        place = f"{path}.{name}" if path else name
        yield place, inner, name in schema.get("required", ())
        yield from walk(inner, place)
    if "items" in schema:
        yield from walk(schema["items"], f"{path}[]")


def type_name(schema: Schema) -> str:
    """Return the type of a value: `string`, `string or null`, `list`, `map`, or `any`."""
    types = schema.get("type", "any")
    words = {"array": "list", "object": "map"}
    return " or ".join(words.get(it, it) for it in ([types] if isinstance(types, str) else types))


def known(schema: Schema, link: str = "{source}") -> str:
    """Return how well the facts of one value are known: the name first, then each fact that differs.

    Args:
        schema: the value's schema with its `x-` keys.
        link: how to write the page's address; `{source}` is replaced.
    """
    provenance = schema["x-provenance"]
    name = provenance.get("name", provenance.get("type", "assumed"))
    source = f" ({link.format(source=schema['x-source'])})" if "x-source" in schema else ""
    groups: dict[str, list[str]] = {}
    for fact in _ORDER:
        if provenance.get(fact, name) != name:
            groups.setdefault(provenance[fact], []).append(_fact(schema, fact))
    return "; ".join([f"{name}{source}", *(f"{how}: {', '.join(facts)}" for how, facts in groups.items())])


def _fact(schema: Schema, fact: str) -> str:
    if fact == "default":
        return f"default {schema['default']}"
    if fact == "unit":
        return f"unit {schema['x-unit']}"
    return "whether it is required" if fact == "required" else f"its {fact}"
