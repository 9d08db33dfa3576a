"""Finding, by structure alone, the schemas of steps and the actions that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.admission import Admission
from callr_actions.language.adopted.intricacy import in_place
from callr_actions.language.adopted.literal_pattern import words_of
from callr_actions.language.adopted.narrow import mapped_alternatives
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from callr_actions.language.adopted.schema import AdoptedSchema

_MERE_REFERENCE = frozenset(("$ref", "description", "title", "$comment"))
_ID = lazy_pattern(r".+@v[0-9]{1,9}")


class Steps:
    """The schemas of steps in one document.

    Attributes:
        schemas: those that apply to an item of a list of steps; where none can be reached from the
            document's root, every schema that has an `action`.
        actions: the ids of the actions that they let in, sorted.
    """

    def __init__(self, schema: AdoptedSchema) -> None:
        self._schema = schema
        self.schemas = self._reachable()
        named = self._named()
        if not named:
            self.schemas = [each for each in schema.references.schemas if _has_action(each)]
            named = self._named()
        self.actions = tuple(sorted(filter(self._admits, named)))

    def parts(self, schemas: Iterable[Any]) -> list[dict[str, Any]]:
        """Return the schemas and all that they apply to the same value."""
        return _closure(schemas, lambda each: in_place(self._schema.references, each))

    def member(self, schemas: Iterable[Any], name: str) -> list[Any]:
        """Return what schemas say about one key of a mapping."""
        found: list[Any] = []
        for part in self.parts(schemas):
            properties = _mapping(part, "properties")
            if name in properties:
                found.append(properties[name])
            else:
                found += _free(part)
        return found

    def members(self, schemas: Iterable[Any]) -> list[Any]:
        """Return what schemas say about the values of a mapping, whatever their keys."""
        return [
            each
            for part in self.parts(schemas)
            for each in (*_mapping(part, "properties").values(), *_free(part))
        ]

    def items(self, schemas: Iterable[Any]) -> list[Any]:
        """Return what schemas say about the items of a list."""
        found: list[Any] = []
        for part in self.parts(schemas):
            for keyword in ("items", "prefixItems", "additionalItems", "contains"):
                inner = part.get(keyword)
                found += inner if isinstance(inner, list) else [inner]
        return found

    def _reachable(self) -> list[dict[str, Any]]:
        branches = self.members(self.member([self._schema.data], "branches"))
        lists = [*self.member(branches, "actions"), *branches]
        return _closure(self._step_schemas(lists), self._nested)

    def _nested(self, step: dict[str, Any]) -> Iterator[Any]:
        lists = [each for name in ("then", "else") for each in self.member([step], name)]
        lists += self.members(self.member([step], "events"))
        yield from self._step_schemas(lists)

    def _step_schemas(self, lists: Iterable[Any]) -> Iterator[Any]:
        """Yield the schemas of the items of lists; of a mere reference what it refers to."""
        for schema in self.items(lists):
            found = schema
            while isinstance(found, dict) and found.keys() <= _MERE_REFERENCE:
                targets = self._schema.references.targets(found)
                if not targets:
                    break
                found = targets[0]
            yield found

    def _admits(self, action: str) -> bool:
        says = (self._schema.admissions.of_step(each, action) for each in self.schemas)
        return any(each is not Admission.EXCLUDES for each in says)

    def _named(self) -> set[str]:
        """Return every action that a schema of steps names, be it to exclude it."""
        names = {name for part in self.parts(self.schemas) for name in self._names_in(part)}
        return {name for name in names if _ID.fullmatch(name)}

    def _names_in(self, part: dict[str, Any]) -> Iterator[str]:
        yield from mapped_alternatives(part)
        for schema in self.parts([_mapping(part, "properties").get("action")]):
            values = schema.get("enum")
            words = words_of(schema["pattern"]) if isinstance(schema.get("pattern"), str) else None
            for value in (schema.get("const"), *(values if isinstance(values, list) else ()), *(words or ())):
                if isinstance(value, str):
                    yield value


def _closure(start: Iterable[Any], further: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a function
    found: dict[int, dict[str, Any]] = {}
    stack = [each for each in start if isinstance(each, dict)][::-1]
    while stack:
        schema = stack.pop()
        if id(schema) not in found:
            found[id(schema)] = schema
            stack += [each for each in further(schema) if isinstance(each, dict)][::-1]
    return list(found.values())


def _mapping(schema: dict[str, Any], keyword: str) -> dict[str, Any]:
    value = schema.get(keyword)
    return value if isinstance(value, dict) else {}


def _free(schema: dict[str, Any]) -> list[Any]:
    return [
        *_mapping(schema, "patternProperties").values(),
        schema.get("additionalProperties"),
        schema.get("unevaluatedProperties"),
    ]


def _has_action(schema: dict[str, Any]) -> bool:
    return "action" in _mapping(schema, "properties")
