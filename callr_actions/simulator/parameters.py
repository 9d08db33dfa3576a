"""Holds the parameters that a step really gets against the facts about its action."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from callr_actions.language.finding import Provenance
from callr_actions.simulator import events
from callr_actions.simulator.failure import ScenarioError
from callr_actions.simulator.values import UNDEFINED, to_json

if TYPE_CHECKING:
    import jsonschema_rs

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.facts import ActionFacts, Path
    from callr_actions.language.scenario import Step
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
        self._assumed: dict[str, list[Path]] = {}
        # Steps whose parameters never change and were found right; they live no longer than their scenario.
        self._right: WeakSet[Step] = WeakSet()

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
        if program.step in self._right:
            return
        data = to_json(params) if params is not None else {}
        assumed = [path for path in self._assumed_paths(facts) if _has(data, path)]
        for path in assumed:
            session.assumptions.parameter(facts, path, program.place, leg)
        right = program.constant and not assumed
        for error in self._validator(facts).iter_errors(data):
            right = False
            path = tuple(error.instance_path)
            keyword = error.kind.name
            if keyword == "required":
                path = (*path, str(error.kind.as_dict()["property"]))
            message = f"{facts.id}: {_complaint(path, keyword, error, params)}"
            provenance = facts.provenance_of(path, _FACTS.get(keyword, "range"))
            if provenance in (Provenance.DOCUMENTED, Provenance.SCHEMA) or keyword == "required":
                raise ScenarioError(message, program.place, leg=_id(leg))
            session.emit(events.Warned, message, None, leg=leg, place=program.place)
        if right:
            self._right.add(program.step)

    def _assumed_paths(self, facts: ActionFacts) -> list[Path]:
        known = self._assumed.get(facts.id)
        if known is None:
            paths = _paths(facts.params, ())
            found = [path for path in paths if facts.provenance_of(path) is Provenance.ASSUMED]
            known = self._assumed[facts.id] = found
        return known

    def _validator(self, facts: ActionFacts) -> jsonschema_rs.Draft202012Validator:
        known = self._validators.get(facts.id)
        if known is None:
            import jsonschema_rs  # noqa: PLC0415 - 20 ms

            known = self._validators[facts.id] = jsonschema_rs.Draft202012Validator(dict(facts.params))
        return known


_KNOWN: dict[int, ParameterValidator] = {}


def _paths(schema: Any, path: Path) -> list[Path]:  # noqa: ANN401 - a part of a schema
    """Return the path of every parameter that the facts name, those inside lists left out."""
    found: list[Path] = []
    for name, inner in schema.get("properties", {}).items():
        found.append((*path, name))
        found += _paths(inner, (*path, name))
    return found


def _has(data: Any, path: Path) -> bool:  # noqa: ANN401 - JSON
    for part in path:
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return True


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
