"""Holds the parameters that a step really gets against the facts about its action."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.language.finding import Provenance
from callr_actions.simulator import events
from callr_actions.simulator.failure import ScenarioError
from callr_actions.simulator.values import UNDEFINED, to_json

if TYPE_CHECKING:
    import jsonschema_rs

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.facts import ActionFacts, Path
    from callr_actions.simulator.leg import Leg
    from callr_actions.simulator.program import StepProgram
    from callr_actions.simulator.session import Session

_FACTS = {"type": "type", "enum": "values", "pattern": "values"}
_LONGEST_SHOWN = 60
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}


class ParameterValidator:
    """Checks parameters; keeps the compiled schema of each action, and the constants that were right."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    @classmethod
    def of(cls, catalog: Catalog) -> ParameterValidator:
        """Return the validator of a catalog; runs share it."""
        known = _KNOWN.get(id(catalog))
        if known is None or known.catalog is not catalog:
            known = _KNOWN[id(catalog)] = cls(catalog)
        return known

    def check(
        self,
        session: Session,
        program: StepProgram,
        facts: ActionFacts,
        params: Any,  # noqa: ANN401
        leg: Leg | None,
    ) -> None:
        """Check a step's parameters, as they are once their expressions are evaluated.

        Raises:
            ScenarioError: they break a documented fact.
        """
        if program.params_fault:
            raise ScenarioError("`params` has to be a mapping", program.place, leg=_id(leg))
        data = to_json(params) if params is not None else {}
        for path in _paths(facts.params, data, ()):
            session.assumptions.parameter(facts, path, program.place, leg)
        for error in self._validator(facts).iter_errors(data):
            path = tuple(error.instance_path)
            keyword = error.kind.name
            if keyword == "required":
                path = (*path, str(error.kind.as_dict()["property"]))
            message = f"{facts.id}: {_complaint(path, keyword, error, params)}"
            provenance = facts.provenance_of(path, _FACTS.get(keyword, "range"))
            if provenance in (Provenance.DOCUMENTED, Provenance.SCHEMA) or keyword == "required":
                raise ScenarioError(message, program.place, leg=_id(leg))
            session.emit(events.Warned, message, None, leg=leg, place=program.place)

    def _validator(self, facts: ActionFacts) -> jsonschema_rs.Draft202012Validator:
        known = self._validators.get(facts.id)
        if known is None:
            import jsonschema_rs  # noqa: PLC0415 - 20 ms

            known = self._validators[facts.id] = jsonschema_rs.Draft202012Validator(dict(facts.params))
        return known


_KNOWN: dict[int, ParameterValidator] = {}


def _paths(schema: Any, value: Any, path: Path) -> list[Path]:  # noqa: ANN401
    """Return the paths of the parameters that are given and that the facts name."""
    found: list[Path] = []
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                found.append((*path, name))
                found += _paths(inner, value[name], (*path, name))
    return found


def _complaint(path: Path, keyword: str, error: Any, params: Any) -> str:  # noqa: ANN401
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
    if keyword == "required":
        return f"`{name}` is missing"
    value = params
    for part in path:
        value = value[part]
    shown = "undefined" if value is UNDEFINED else json.dumps(to_json(value), ensure_ascii=False)
    shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"
    return f"`{name}` is {shown}; it has to be {_wanted(keyword, error.kind.value)}"


def _wanted(keyword: str, limit: Any) -> str:  # noqa: ANN401 - the keyword's value
    """Return what a keyword of a schema asks for, in words."""
    match keyword:
        case "type":
            types = limit if isinstance(limit, list) else [limit]
            return " or ".join(_TYPES[each] for each in types)
        case "enum":
            return "one of " + ", ".join(f"`{each}`" for each in limit)
        case "minimum":
            return f"at least {limit:g}"
        case "minItems":
            return f"a list of at least {limit}"
        case "pattern":
            return f"as the pattern `{limit}` has it"
    return f"such that `{keyword}: {limit}` holds"


def _id(leg: Leg | None) -> str | None:
    return None if leg is None else leg.id
