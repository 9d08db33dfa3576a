"""A catalog from the adopted schema: its actions, parameters and keys, and what it cannot tell from ours."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.admission import Admission
from callr_actions.language.adopted.narrow import narrowed
from callr_actions.language.adopted.overlay import with_kinds
from callr_actions.language.adopted.shape import shape_of
from callr_actions.language.adopted.summary import summarise
from callr_actions.language.facts import ActionFacts, EventFacts, Fact, KeyFacts, Tolerance
from callr_actions.language.finding import Provenance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from callr_actions.language.adopted.schema import AdoptedSchema
    from callr_actions.language.adopted.shape import Shape
    from callr_actions.language.adopted.steps import Steps
    from callr_actions.language.catalog import Catalog, Structure


def derive_catalog(schema: AdoptedSchema, bundled: Catalog) -> Catalog:
    """Return what a schema says about the language, completed with what no schema can say.

    Where no action can be made out in it, the catalog's actions stay the bundled ones: none of them
    then has the provenance `schema`.
    """
    steps = schema.steps
    found = {action: _narrowed(action, steps, schema) for action in steps.actions}
    summaries = _summaries(found, schema)
    actions = {
        action: _action(action, shape_of(step, schema.references), summaries[action], schema, bundled)
        for action, step in found.items()
    }
    return bundled._replace(
        actions=actions or bundled.actions, structure=_structure(steps, schema, bundled.structure)
    )


def _narrowed(action: str, steps: Steps, schema: AdoptedSchema) -> dict[str, Any]:
    """Return the schema of the steps with one action: of those that name it where some do."""
    says = [(each, schema.admissions.of_step(each, action)) for each in steps.schemas]
    named = [each for each, admission in says if admission is Admission.ADMITS]
    chosen = named or [each for each, admission in says if admission is not Admission.EXCLUDES]
    return {"anyOf": [narrowed(each, action, schema) for each in chosen]}


def _action(action: str, step: Shape, summary: str, schema: AdoptedSchema, bundled: Catalog) -> ActionFacts:
    name, _, version = action.rpartition("@v")
    params = summarise(step.properties.get("params", True), schema.references)
    if "params" not in step.properties:
        refused = step.closed or "params" in step.refused
        tolerance = Tolerance.CLOSED if refused else Tolerance.ANY
    else:
        tolerance = Tolerance.CLOSED if params.get("additionalProperties") is False else Tolerance.OPEN
    known = _nearest(name, int(version), bundled) or ActionFacts(name, int(version))
    return known._replace(
        name=name,
        version=int(version),
        summary=summary or known.summary,
        provenance=Provenance.SCHEMA,
        source=None,
        tolerance=tolerance,
        params=with_kinds(params, known.params),
        events=_events(step, schema, known.events),
    )


def _nearest(name: str, version: int, bundled: Catalog) -> ActionFacts | None:
    """Return our facts about an action: of this version, else of the nearest one, the newer first."""
    versions = bundled.versions(name)
    if not versions:
        return None
    nearest = min(versions, key=lambda each: (abs(each - version), -each))
    return bundled.actions[f"{name}@v{nearest}"]


def _summaries(found: Mapping[str, dict[str, Any]], schema: AdoptedSchema) -> dict[str, str]:
    """Return for each action the first line of what the schema says of it alone, or nothing."""
    lines = {action: list(_described(step, schema)) for action, step in found.items()}
    uses = Counter(line for each in lines.values() for line in set(each))
    return {action: next((line for line in each if uses[line] == 1), "") for action, each in lines.items()}


def _described(step: dict[str, Any], schema: AdoptedSchema) -> Iterator[str]:
    """Yield what is said of the `action` of a narrowed schema, then what is said of the whole step."""
    later: list[str] = []
    stack = [step]
    while stack:
        part = stack.pop()
        for each in (shape_of(part.get("properties", {}).get("action"), schema.references).facts, part):
            described = each.get("description", each.get("title"))
            if isinstance(described, str) and described.strip():
                line = described.strip().splitlines()[0]
                if each is part:
                    later.append(line)
                else:
                    yield line
        for keyword in ("allOf", "anyOf"):
            stack.extend(reversed(part.get(keyword, ())))
    yield from later


def _events(step: Shape, schema: AdoptedSchema, known: Mapping[str, EventFacts]) -> Mapping[str, EventFacts]:
    named = shape_of(step.properties.get("events"), schema.references).properties
    return {**{name: EventFacts(name) for name in named}, **known}


def _structure(steps: Steps, schema: AdoptedSchema, bundled: Structure) -> Structure:
    def keys(schemas: list[Any], known: Mapping[str, KeyFacts]) -> Mapping[str, KeyFacts]:
        return _keys(shape_of({"anyOf": schemas}, schema.references), schema, known)

    root = [schema.data]
    branches = steps.members(steps.member(root, "branches"))
    return bundled._replace(
        document_keys=keys(root, bundled.document_keys),
        compat_keys=keys(steps.member(root, "compat"), bundled.compat_keys),
        defaults_keys=keys(steps.member(root, "defaults"), bundled.defaults_keys),
        branch_keys=keys(branches, bundled.branch_keys),
        step_keys=keys(list(steps.schemas), bundled.step_keys),
        goto_keys=keys(steps.member(steps.schemas, "goto"), bundled.goto_keys),
        compat_versions=_compat_versions(steps, schema, bundled.compat_versions),
    )


def _keys(shape: Shape, schema: AdoptedSchema, known: Mapping[str, KeyFacts]) -> Mapping[str, KeyFacts]:
    if not shape.properties:
        return known
    found = {
        name: _key(name, shape_of(each, schema.references), known.get(name), name in shape.required)
        for name, each in shape.properties.items()
    }
    # A schema that lets other keys in does not say that ours are wrong.
    return (
        found
        if shape.closed
        else {**found, **{name: each for name, each in known.items() if name not in found}}
    )


def _key(name: str, shape: Shape, known: KeyFacts | None, required: bool) -> KeyFacts:
    description = shape.facts.get("description")
    ours = known or KeyFacts(name)
    return KeyFacts(
        name=name,
        description=description if isinstance(description, str) else ours.description,
        types=shape.types or ours.types,
        required=required,
        beside=ours.beside,
        schema=with_kinds(dict(shape.facts), ours.schema),
    )


def _compat_versions(
    steps: Steps, schema: AdoptedSchema, known: Mapping[str, Fact[str]]
) -> Mapping[str, Fact[str]]:
    facts = shape_of(
        {"anyOf": steps.member(steps.member([schema.data], "compat"), "version")}, schema.references
    ).facts
    values = facts["enum"] if isinstance(facts.get("enum"), list) else [facts.get("const")]
    found = [value for value in values if isinstance(value, str)]
    return {value: known.get(value, Fact("")) for value in found} or known
