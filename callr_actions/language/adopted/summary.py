"""A part of the adopted schema as a small JSON Schema of its own, in which every key can be looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.shape import Shape, shape_of

if TYPE_CHECKING:
    from callr_actions.language.adopted.references import References

_DEEPEST = 30
_MOST_SCHEMAS = 20_000


def summarise(schema: object, references: References) -> dict[str, Any]:
    """Return a schema without references to other places, but for those to itself.

    What refers to a schema that contains it stays a reference, to the copy in `$defs`. It is in the
    words of draft 2020-12 and never stricter about keys than the schema itself.
    """
    return _Summary(references).run(schema)


class _Summary:
    def __init__(self, references: References) -> None:
        self._references = references
        self._names: dict[int, str] = {}
        self._wanted: list[tuple[str, Any]] = []
        self._left = _MOST_SCHEMAS

    def run(self, schema: object) -> dict[str, Any]:
        result = self._of(schema, (), 0)
        defined: dict[str, Any] = {}
        while self._wanted:
            name, target = self._wanted.pop()
            defined[name] = self._of(target, (id(target),), 1)
        if defined:
            result["$defs"] = dict(sorted(defined.items()))
        return result

    def _of(self, schema: object, trail: tuple[int, ...], depth: int) -> dict[str, Any]:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            return {}
        shape = shape_of(schema, self._references)
        for target in shape.targets:
            if id(target) in trail and depth > 1:
                return {"$ref": f"#/$defs/{self._name(target)}"}
        trail = (*trail, *map(id, shape.targets))
        return self._written(shape, trail, depth)

    def _written(self, shape: Shape, trail: tuple[int, ...], depth: int) -> dict[str, Any]:
        result = dict(shape.facts)
        if shape.properties or "object" in shape.types:
            result["properties"] = {
                name: self._of(each, trail, depth + 1) for name, each in shape.properties.items()
            }
            if shape.required:
                result["required"] = sorted(shape.required)
            if shape.closed:
                result["additionalProperties"] = False
            else:
                free = shape.others if isinstance(shape.others, dict) else {}
                result["additionalProperties"] = self._of(free, trail, depth + 1)
        if shape.items is not None:
            result["items"] = self._of(shape.items, trail, depth + 1)
        return result

    def _name(self, target: object) -> str:
        if id(target) not in self._names:
            last = self._references.places.get(id(target), "").rpartition("/")[2]
            name = "".join(letter if letter.isalnum() else "-" for letter in last) or "schema"
            while name in self._names.values():
                name += "-"
            self._names[id(target)] = name
            self._wanted.append((name, target))
        return self._names[id(target)]
