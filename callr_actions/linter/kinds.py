"""Every value of a scenario of which the facts know what it is, such as a phone number or a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.expressions import OPENING
from callr_actions.language.tree import Mapping, Node, Path, Scalar, Sequence, merged_entries, target
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as MappingType

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.facts import ActionFacts, JsonSchema, KeyFacts
    from callr_actions.language.scenario import Scenario, Step
    from callr_actions.language.tree import Entry


class Given(NamedTuple):
    """A value that stands in a scenario, with its schema.

    Attributes:
        step: the step that it is given to; None for a key of the document.
        path: where it stands below `params`; for a key of the language the keys that lead to it.
        node: the value as written; an alias where it is one.
        key: the key that it stands behind; None in a list.
        facts: the step's action where it is one of its parameters, else None.
        unbraced: whether it is a variable that only lacks its `${{ }}`; what it holds is not known then.
    """

    step: Step | None
    path: Path
    node: Node
    key: Node | None
    schema: JsonSchema
    facts: ActionFacts | None = None
    unbraced: bool = False

    @property
    def kind(self) -> str | None:
        """What a text means: `url`, `phone`, `language` …; None where the facts don't say."""
        kind: str | None = self.schema.get("x-kind")
        return kind

    @property
    def types(self) -> tuple[str, ...]:
        """The JSON types that the value may have; none where the facts don't say."""
        types = self.schema.get("type", ())
        return (types,) if isinstance(types, str) else tuple(types)

    @property
    def text(self) -> Scalar | None:
        """The scalar where it is text, with or without expressions in it."""
        found = target(self.node)
        return found if isinstance(found, Scalar) and found.is_string else None

    @property
    def literal(self) -> Scalar | None:
        """The scalar where it is text that is known before the run, without any expression."""
        text = self.text
        return text if text is not None and OPENING not in text.value and not self.unbraced else None


def given_values(scenario: Scenario, catalog: Catalog) -> Iterator[Given]:
    """Yield each value with a schema, nested ones behind their parents; aliases and `<<` followed."""
    known = catalog.structure
    yield from _of_language(scenario.entries, known.document_keys, None, ())
    for name, keys in (("compat", known.compat_keys), ("defaults", known.defaults_keys)):
        yield from _of_language(_inner(scenario.entries.get(name)), keys, None, (name,))
    for _, step in scenario.steps:
        yield from _of_language(step.entries, known.step_keys, step, ())
        goto = _inner(step.entries.get("goto"))
        yield from _of_language(goto, known.goto_keys, step, ("goto",))
        facts = catalog.actions.get(step.action.id) if step.action is not None else None
        if facts is not None and step.params is not None:
            for name, entry in merged_entries(step.params).items():
                schema = facts.parameter_schema((name,))
                if schema is not None:
                    yield from _below(Given(step, (name,), entry.value, entry.key, schema, facts))


def _inner(entry: Entry | None) -> MappingType[str, Entry]:
    value = target(entry.value) if entry is not None else None
    return merged_entries(value) if isinstance(value, Mapping) else {}


def _of_language(
    entries: MappingType[str, Entry], known: MappingType[str, KeyFacts], step: Step | None, path: Path
) -> Iterator[Given]:
    for name, entry in entries.items():
        if name in known:
            yield Given(step, (*path, name), entry.value, entry.key, known[name].schema)


def _below(given: Given) -> Iterator[Given]:
    """Yield a parameter and what is inside it. Recursion is bounded by the depth of the facts."""
    yield given
    step, path, node, _, schema, facts, _ = given
    found = target(node)
    if isinstance(found, Sequence) and "items" in schema:
        for index, item in enumerate(found.items):
            yield from _below(Given(step, (*path, index), item, None, schema["items"], facts))
    elif isinstance(found, Mapping):
        named, free = schema.get("properties", {}), schema.get("additionalProperties")
        for name, entry in merged_entries(found).items():
            inner = named.get(name, free)
            if isinstance(inner, dict):
                yield from _below(Given(step, (*path, name), entry.value, entry.key, inner, facts))
