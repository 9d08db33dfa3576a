"""The drafts of JSON Schema, and where each keeps schemas inside schemas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_SINCE_6 = frozenset(("contains", "propertyNames"))
_SINCE_7 = frozenset(("if", "then", "else"))
_SINCE_2019 = frozenset(("dependentSchemas", "unevaluatedProperties", "unevaluatedItems", "$recursiveRef"))
_SINCE_2020 = frozenset(("prefixItems", "$dynamicRef"))

_ONE = frozenset(
    (
        *("additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items"),
        *("not", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"),
    )
)
_LIST = frozenset(("allOf", "anyOf", "items", "oneOf", "prefixItems"))
_MAP = frozenset(
    ("$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties")
)
# The keywords that make a mapping look like a schema to a person.
TELLING = _ONE | _LIST | _MAP | {"$ref", "$dynamicRef", "$recursiveRef", "type", "enum", "const", "required"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One draft.

    Attributes:
        name: how people call it.
        validator: the name of its class in jsonschema_rs.
        uri: what `$schema` says, without the empty fragment.
        ignored: keywords of later drafts, and of earlier ones that it has dropped.
        ref_alone: whether nothing beside a `$ref` counts.
        id_keyword: the keyword that names a schema.
    """

    name: str
    validator: str
    uri: str
    ignored: frozenset[str]
    ref_alone: bool = False
    id_keyword: str = "$id"


DIALECTS = (
    Dialect(
        "draft 2020-12",
        "Draft202012Validator",
        "https://json-schema.org/draft/2020-12/schema",
        frozenset(("additionalItems", "$recursiveRef")),
    ),
    Dialect(
        "draft 2019-09",
        "Draft201909Validator",
        "https://json-schema.org/draft/2019-09/schema",
        _SINCE_2020,
    ),
    Dialect(
        "draft 7",
        "Draft7Validator",
        "http://json-schema.org/draft-07/schema",
        _SINCE_2020 | _SINCE_2019,
        ref_alone=True,
    ),
    Dialect(
        "draft 6",
        "Draft6Validator",
        "http://json-schema.org/draft-06/schema",
        _SINCE_2020 | _SINCE_2019 | _SINCE_7,
        ref_alone=True,
    ),
    Dialect(
        "draft 4",
        "Draft4Validator",
        "http://json-schema.org/draft-04/schema",
        _SINCE_2020 | _SINCE_2019 | _SINCE_7 | _SINCE_6,
        ref_alone=True,
        id_keyword="id",
    ),
)


def dialect_of(uri: str) -> Dialect | None:
    """Return the draft that a `$schema` names; `http` and `https` are the same here."""
    wanted = uri.removesuffix("#").partition("://")[2]
    for dialect in DIALECTS:
        if dialect.uri.partition("://")[2] == wanted:
            return dialect
    return None


def sub_schemas(schema: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the schemas directly inside one, each with its way there: `("properties", "params")`."""
    for keyword, value in schema.items():
        if keyword in _MAP and isinstance(value, dict):
            for name, inner in value.items():
                yield (keyword, name), inner
        elif keyword in _LIST and isinstance(value, list):
            for index, inner in enumerate(value):
                yield (keyword, str(index)), inner
        elif keyword in _ONE:
            yield (keyword,), value
