"""Facts as values: built by hand, walked by path, each with how well it is known."""

import pytest

from callr_actions.language.facts import (
    ActionFacts,
    Context,
    Fact,
    KeyFacts,
    Need,
    PredefinedVariable,
    SpecialBranch,
    Tolerance,
    sub_schema,
)
from callr_actions.language.finding import Provenance

PARAMS = {
    "type": "object",
    "properties": {
        "to": {"type": "array", "items": {"type": "string", "x-provenance": {"type": "inferred"}}},
        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
        "strict": {"type": "object", "additionalProperties": False},
        "wait": {"type": "number", "x-provenance": {"name": "documented", "unit": "inferred"}},
    },
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), PARAMS),
        (("wait",), PARAMS["properties"]["wait"]),  # type: ignore[index]
        (("to", 3), {"type": "string", "x-provenance": {"type": "inferred"}}),
        (("headers", "accept"), {"type": "string"}),
        (("headers", "accept", "deeper"), None),
        (("strict", "other"), None),
        (("to", "name"), None),
        (("headers", 0), None),
        (("nobody",), None),
    ],
)
def test_finds_the_schema_at_a_path(path: tuple[str | int, ...], found: object) -> None:
    assert sub_schema(PARAMS, path) == found


def test_a_fact_that_nobody_stated_is_assumed_in_a_bundled_action() -> None:
    action = ActionFacts("ask", 1, provenance=Provenance.DOCUMENTED, tolerance=Tolerance.OPEN, params=PARAMS)

    assert action.provenance_of(("wait",)) is Provenance.DOCUMENTED
    assert action.provenance_of(("wait",), "unit") is Provenance.INFERRED
    assert action.provenance_of(("wait",), "default") is Provenance.ASSUMED
    assert action.provenance_of(("nobody",)) is Provenance.ASSUMED


def test_an_action_made_from_an_adopted_schema_is_certain_and_closed() -> None:
    action = ActionFacts("ask", 3, params={"properties": {"what": {"type": "string"}}})

    assert action.id == "ask@v3"
    assert action.tolerance is Tolerance.CLOSED
    assert action.provenance_of(("what",), "type") is Provenance.SCHEMA
    assert action.needs == Fact(Need.NONE, Provenance.ASSUMED)
    assert action.result_schema() is None
    assert action.result_provenance_of(("ok",)) is Provenance.SCHEMA


def test_the_fields_of_a_result_are_found_as_parameters_are() -> None:
    action = ActionFacts("ask", 1, provenance=Provenance.DOCUMENTED, result=PARAMS)

    assert action.result_schema(("wait",)) == PARAMS["properties"]["wait"]  # type: ignore[index]
    assert action.result_provenance_of(("wait",), "unit") is Provenance.INFERRED
    assert action.result_provenance_of(("to",)) is Provenance.ASSUMED


def test_variables_keys_and_branches_have_defaults_too() -> None:
    variable = PredefinedVariable("call", schema=PARAMS, available={Context.HANGUP: Provenance.INFERRED})
    key = KeyFacts("params", Provenance.DOCUMENTED, schema={"x-provenance": {"type": "inferred"}})

    assert variable.field_schema(("headers", "x")) == {"type": "string"}
    assert variable.provenance_of(("wait",)) is Provenance.DOCUMENTED
    assert variable.provenance_of(("to",)) is Provenance.ASSUMED
    assert variable.deprecated_for is None
    assert key.provenance_of("type") is Provenance.INFERRED
    assert key.provenance_of("required") is Provenance.DOCUMENTED
    assert SpecialBranch("hangup", entry=False).provenance is Provenance.SCHEMA
