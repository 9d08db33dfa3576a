"""A bound on how much one value can cost to check, before anything is compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.adopted.references import References
    from callr_actions.language.adopted.schema import AdoptedSchema

# A schema with sixty actions in every style that was tried stays below 1,000 checks, 10 levels deep.
_MOST_CHECKS = 20_000
_DEEPEST = 100


def listed(schema: dict[str, Any], keyword: str) -> list[Any]:
    """Return the schemas in a list keyword; none where it is missing."""
    value = schema.get(keyword)
    return value if isinstance(value, list) else []


def dependent(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the schemas that hold once a key is there, by that key."""
    found: dict[str, dict[str, Any]] = {}
    for keyword in ("dependencies", "dependentSchemas"):
        inner = schema.get(keyword)
        if isinstance(inner, dict):
            found |= {name: each for name, each in inner.items() if isinstance(each, dict)}
    return found


def in_place(references: References, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the schemas that a schema applies to the same value as itself."""
    own = references.own(schema)
    found = references.targets(schema)
    for keyword in ("allOf", "anyOf", "oneOf"):
        found += listed(own, keyword)
    found += [own.get(keyword) for keyword in ("if", "then", "else", "not")]
    found += dependent(own).values()
    yield from (each for each in found if isinstance(each, dict))


def check_intricacy(schema: AdoptedSchema) -> None:
    """Refuse a schema with which checking one value would never end, or take very long.

    Raises:
        CallrActionsError: naming the schema where it happens.
    """
    references = schema.references
    sizes: dict[int, tuple[int, int]] = {}
    open_ones: set[int] = set()
    for start in references.schemas:
        stack = [(start, False)]
        while stack:
            node, done = stack.pop()
            inner = list(in_place(references, node))
            if done:
                open_ones.discard(id(node))
                checks = 1 + sum(sizes[id(each)][0] for each in inner)
                depth = 1 + max((sizes[id(each)][1] for each in inner), default=0)
                if checks > _MOST_CHECKS or depth > _DEEPEST:
                    raise _refusal(schema, node, "combines too many schemas for one value")
                sizes[id(node)] = (checks, depth)
            elif id(node) not in sizes and id(node) not in open_ones:
                open_ones.add(id(node))
                stack.append((node, True))
                for each in inner:
                    if id(each) in open_ones:
                        raise _refusal(schema, each, "refers to itself for the same value, without end")
                    stack.append((each, False))


def _refusal(schema: AdoptedSchema, node: dict[str, Any], why: str) -> CallrActionsError:
    place = schema.references.places[id(node)]
    return CallrActionsError(f"the schema at #{place} {why}", file=schema.shown)
