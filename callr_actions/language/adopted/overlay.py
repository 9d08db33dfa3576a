"""Our words about parameters (`x-kind`, units, limits), put over those of the same name in a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.facts import JsonSchema

# How well our facts are known says nothing about the adopted schema's.
_OURS_ALONE = frozenset(("x-provenance", "x-source", "x-beside"))


def with_kinds(adopted: dict[str, Any], ours: JsonSchema) -> dict[str, Any]:
    """Return a schema with the `x-` words and missing descriptions of ours, key by key."""
    stack: list[tuple[dict[str, Any], JsonSchema]] = [(adopted, ours)]
    while stack:
        schema, known = stack.pop()
        for word, value in known.items():
            if (word.startswith("x-") and word not in _OURS_ALONE) or word == "description":
                schema.setdefault(word, value)
        stack += _pairs(schema, known)
    return adopted


def _pairs(schema: dict[str, Any], known: JsonSchema) -> Iterator[tuple[dict[str, Any], JsonSchema]]:
    """Yield the schemas inside two schemas that stand in the same place."""
    inner = known.get("properties", {})
    for name, each in schema.get("properties", {}).items():
        if name in inner:
            yield each, inner[name]
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict) and isinstance(known.get(word), dict):
            yield schema[word], known[word]
