"""One level of a schema with its combinations merged: what keys a mapping has and what they may hold.

A merged shape is for looking things up (names, types, descriptions), never for a verdict: where
alternatives differ it says what all of them together allow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.intricacy import dependent, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.language.adopted.references import References

_EXPRESSION = ("${{", "\\$\\{\\{", "\\${{", "\\$\\{{", "[$][{][{]", "[$]\\{\\{")
_FIRST_COUNTS = frozenset(("description", "title", "default", "examples", "deprecated"))
_CARRIED = _FIRST_COUNTS | {
    *("type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"),
    *("maxLength", "minLength", "pattern", "format", "maxItems", "minItems", "uniqueItems"),
    *("maxProperties", "minProperties"),
}


@dataclass(slots=True)
class Shape:
    """What a schema, its references and its combinations say of one value.

    Attributes:
        facts: types, limits, description.
        properties: for each key its schema: one of the document's, or a combination of several.
        refused: keys that no mapping may have.
        required: keys that every alternative needs.
        others: the schema of all other keys; False where there may be none, None where nothing is said.
        items: the schema of a list's items.
        targets: the schemas that references led to.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    others: Any = None
    items: Any = None
    targets: list[Any] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether a mapping may have no keys but the named ones."""
        return self.others is False

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON types that the value may have; empty where nothing is said."""
        types = self.facts.get("type", ())
        return (types,) if isinstance(types, str) else tuple(types)


def mentions_expressions(pattern: object) -> bool:
    """Whether a pattern is there to let `${{ … }}` in."""
    return isinstance(pattern, str) and any(each in pattern for each in _EXPRESSION)


def shape_of(schema: object, references: References) -> Shape:
    """Return the merged shape of a schema."""
    if not isinstance(schema, dict):
        return Shape()
    own = references.own(schema)
    shape = _own_shape(own)
    for target in references.targets(schema):
        inner = shape_of(target, references)
        inner.targets.append(target)
        shape = _both(shape, inner)
    for each in listed(own, "allOf"):
        shape = _both(shape, shape_of(each, references))
    for keyword in ("anyOf", "oneOf"):
        alternatives = [shape_of(each, references) for each in listed(own, keyword) if each is not False]
        if alternatives:
            shape = _both(shape, _either(alternatives))
    optional = [own[keyword] for keyword in ("then", "else") if "if" in own and keyword in own]
    optional += dependent(own).values()
    for each in optional:
        inner = shape_of(each, references)
        inner.required = frozenset()
        shape = _both(shape, inner)
    return shape


def _own_shape(own: dict[str, Any]) -> Shape:
    facts = {word: own[word] for word in own if word in _CARRIED or word.startswith("x-")}
    _modern_limits(facts)
    properties = own.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    required = own.get("required")
    required = required if isinstance(required, list) else []
    items = own.get("items")
    others = own.get("additionalProperties", own.get("unevaluatedProperties"))
    patterns = own.get("patternProperties")
    if isinstance(patterns, dict) and patterns:
        # Keys that follow a pattern: to somebody who looks a key up they are free ones.
        named = [*patterns.values(), *([others] if isinstance(others, dict) else [])]
        others = named[0] if len(named) == 1 else {"anyOf": named}
    return Shape(
        facts=facts,
        properties={name: each for name, each in properties.items() if each is not False},
        refused=frozenset(name for name, each in properties.items() if each is False),
        required=frozenset(name for name in required if isinstance(name, str)),
        others=others if isinstance(others, dict | bool) else None,
        items=items if isinstance(items, dict) else None,
    )


def _modern_limits(facts: dict[str, Any]) -> None:
    """Draft 4 says `minimum: 3, exclusiveMinimum: true`; later ones `exclusiveMinimum: 3`."""
    for exclusive, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if facts.get(exclusive) is True and plain in facts:
            facts[exclusive] = facts.pop(plain)
        elif isinstance(facts.get(exclusive), bool):
            del facts[exclusive]


def _both(left: Shape, right: Shape) -> Shape:
    """Merge what must both hold."""
    facts = {**right.facts, **left.facts}
    common = [each for each in left.types if each in right.types]
    if common:
        facts["type"] = common[0] if len(common) == 1 else common
    properties = dict(left.properties)
    for name, schema in right.properties.items():
        properties[name] = _joined("allOf", [properties[name], schema]) if name in properties else schema
    refused = left.refused | right.refused
    others = left.others if left.others is not None else right.others
    if left.closed or right.closed:
        others = False
    items = [each for each in (left.items, right.items) if each is not None]
    return Shape(
        facts=facts,
        properties={name: each for name, each in properties.items() if name not in refused},
        refused=refused,
        required=left.required | right.required,
        others=others,
        items=_joined("allOf", items) if items else None,
        targets=[*left.targets, *right.targets],
    )


def _either(shapes: Sequence[Shape]) -> Shape:
    """Merge alternatives; one for expressions alone says nothing about the value that is meant."""
    shapes = [each for each in shapes if not _for_expressions(each)] or shapes
    if len(shapes) == 1:
        return shapes[0]
    properties: dict[str, list[Any]] = {}
    for shape in shapes:
        for name, schema in shape.properties.items():
            properties.setdefault(name, []).append(schema)
    mappings = [each for each in shapes if not each.types or "object" in each.types]
    others = [each.others for each in mappings]
    schemas = [each for each in others if isinstance(each, dict)]
    closed = bool(others) and all(each is False for each in others)
    items = [each.items for each in shapes if each.items is not None]
    return Shape(
        facts=_common_facts(shapes),
        properties={name: _joined("anyOf", each) for name, each in properties.items()},
        refused=frozenset.intersection(*(each.refused for each in shapes)),
        required=frozenset.intersection(*(each.required for each in mappings)) if mappings else frozenset(),
        others=False if closed else _joined("anyOf", schemas) if schemas else None,
        items=_joined("anyOf", items) if items else None,
        targets=[target for each in shapes for target in each.targets],
    )


def _common_facts(shapes: Sequence[Shape]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for word in {word: None for shape in shapes for word in shape.facts}:
        values = [shape.facts[word] for shape in shapes if word in shape.facts]
        same = len(values) == len(shapes) and all(value == values[0] for value in values)
        if word in _FIRST_COUNTS or word.startswith("x-") or same:
            facts[word] = values[0]
    if all(shape.types for shape in shapes):
        types = list(dict.fromkeys(each for shape in shapes for each in shape.types))
        facts["type"] = types[0] if len(types) == 1 else types
    allowed = [_allowed(shape) for shape in shapes]
    if "const" not in facts and all(each is not None for each in allowed):
        facts["enum"] = _unique(value for each in allowed for value in each or ())
    return facts


def _allowed(shape: Shape) -> list[Any] | None:
    if "const" in shape.facts:
        return [shape.facts["const"]]
    values = shape.facts.get("enum")
    return values if isinstance(values, list) else None


def _unique(values: Any) -> list[Any]:  # noqa: ANN401 - any JSON values
    found: list[Any] = []
    for value in values:
        if not any(value == other and type(value) is type(other) for other in found):
            found.append(value)
    return found


def _for_expressions(shape: Shape) -> bool:
    return mentions_expressions(shape.facts.get("pattern"))


def _joined(keyword: str, schemas: list[Any]) -> Any:  # noqa: ANN401 - a schema is a dict or a bool
    return schemas[0] if len(schemas) == 1 else {keyword: schemas}
