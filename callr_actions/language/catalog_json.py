"""Reading catalog.json, the compiled form of the facts, into a `Catalog`.

The generator has already checked the file against its schema, so nothing is checked twice here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.catalog import Catalog, Structure
from callr_actions.language.facts import (
    ActionFacts,
    Context,
    EventFacts,
    Fact,
    KeyFacts,
    Need,
    PredefinedVariable,
    RenamedField,
    SpecialBranch,
    Tolerance,
)
from callr_actions.language.finding import Provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

_Json = dict[str, Any]


def catalog_from_json(data: Mapping[str, Any]) -> Catalog:
    """Return the catalog that the object of a catalog.json describes."""
    structure = data["structure"]
    return Catalog(
        actions={action.id: action for action in map(_action, data["actions"])},
        variables={name: _variable(name, it) for name, it in data["variables"].items()},
        structure=_structure(structure),
        special_branches={
            name: SpecialBranch(
                name=name,
                entry=it["role"] == "entry",
                provenance=Provenance(it["provenance"]),
                source=it.get("source"),
                description=it["description"],
            )
            for name, it in structure["branches"].items()
        },
        limits=_facts(data["limits"]),
        behaviour=_facts(data["behaviour"]),
        javascript=_facts(data["javascript"]),
        renamed_fields={
            old: RenamedField(old, it["value"], Provenance(it["provenance"]), it.get("source"))
            for old, it in data["renamed-fields"].items()
        },
    )


def _action(it: _Json) -> ActionFacts:
    effects = it["effects"]
    return ActionFacts(
        name=it["action"],
        version=it["version"],
        summary=it["summary"],
        provenance=Provenance(it["provenance"]),
        source=it.get("source"),
        tolerance=Tolerance(it["tolerance"]),
        params=it["params"],
        needs=_fact({**it["needs"], "value": Need(it["needs"]["value"])}),
        waits=_fact(effects["waits"]),
        answers=_fact(effects["answers"]),
        ends_leg=_fact(effects["ends-leg"]),
        jumps=_fact(effects["jumps"]),
        result=it["result"],
        events={name: _event(name, event) for name, event in it["events"].items()},
    )


def _event(name: str, it: _Json) -> EventFacts:
    return EventFacts(
        name=name,
        provenance=Provenance(it["provenance"]),
        source=it.get("source"),
        description=it["description"],
        variables={variable: Provenance(known["provenance"]) for variable, known in it["variables"].items()},
    )


def _variable(name: str, it: _Json) -> PredefinedVariable:
    schema = it["schema"]
    return PredefinedVariable(
        name=name,
        schema=schema,
        provenance=Provenance(schema["x-provenance"]["name"]),
        source=schema.get("x-source"),
        available={
            Context(where): Provenance(known["provenance"]) for where, known in it["available"].items()
        },
        deprecated_for=it.get("deprecated-for"),
    )


def _structure(it: _Json) -> Structure:
    words: dict[str, Fact[list[str]]] = _facts(it["yaml-words"])
    return Structure(
        document_keys=_keys(it["document"]),
        compat_keys=_keys(it["compat"]),
        defaults_keys=_keys(it["defaults"]),
        branch_keys=_keys(it["branch"]),
        step_keys=_keys(it["step"]),
        goto_keys=_keys(it["goto"]),
        tolerated=_facts(it["tolerated"]),
        compat_versions=_facts(it["compat-versions"]),
        patterns=_facts(it["patterns"]),
        yaml_words={
            kind: Fact(tuple(fact.value), fact.provenance, fact.source, description=fact.description)
            for kind, fact in words.items()
        },
    )


def _keys(it: _Json) -> dict[str, KeyFacts]:
    return {
        name: _key(name, schema, name in it.get("required", ())) for name, schema in it["properties"].items()
    }


def _key(name: str, schema: _Json, required: bool) -> KeyFacts:
    types = schema.get("type", [])
    beside = schema.get("x-beside")
    return KeyFacts(
        name=name,
        provenance=Provenance(schema["x-provenance"]["name"]),
        source=schema.get("x-source"),
        description=schema["description"],
        types=(types,) if isinstance(types, str) else tuple(types),
        required=required,
        beside=None if beside is None else _fact(beside),
        schema=schema,
    )


def _facts(it: _Json) -> dict[str, Fact[Any]]:
    return {name: _fact(fact) for name, fact in it.items()}


def _fact(it: _Json) -> Fact[Any]:
    return Fact(
        value=it["value"],
        provenance=Provenance(it["provenance"]),
        source=it.get("source"),
        unit=it.get("unit"),
        description=it.get("description", ""),
    )
