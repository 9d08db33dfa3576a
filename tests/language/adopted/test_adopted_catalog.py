"""The catalog that a schema implies, for schemas of many shapes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callr_actions.errors import CallrActionsError
from callr_actions.language.adopted import summary
from callr_actions.language.adopted.adoption import adoption_of
from callr_actions.language.adopted.derive import derive_catalog
from callr_actions.language.adopted.load import schema_from_bytes
from callr_actions.language.adopted.schema import AdoptedSchema
from callr_actions.language.adopted.violations import violations
from callr_actions.language.bundled import bundled
from callr_actions.language.catalog import Catalog
from callr_actions.language.document import parse_document
from callr_actions.language.facts import Need, Tolerance
from callr_actions.language.finding import Provenance
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.source import Source
from tests.examples import examples

Make = Callable[..., AdoptedSchema]


@pytest.fixture(scope="module")
def first(tree: AdoptedSchema) -> Catalog:
    return derive_catalog(tree, bundled())


@pytest.fixture(scope="module")
def second(conditions: AdoptedSchema) -> Catalog:
    return derive_catalog(conditions, bundled())


def test_finds_the_actions_of_both(first: Catalog, second: Catalog) -> None:
    assert list(first.actions) == [
        *("dial@v1", "gather@v2", "hangup@v1", "queue@v1", "say@v2", "sms@v2", "startRecording@v1"),
    ]
    assert list(second.actions) == ["answer@v1", "fetch@v2", "log@v1", "say@v2", "say@v3", "transfer@v1"]
    for facts in (*first.actions.values(), *second.actions.values()):
        assert facts.provenance is Provenance.SCHEMA


def test_knows_which_actions_are_closed(first: Catalog, second: Catalog) -> None:
    closed, opened = Tolerance.CLOSED, Tolerance.OPEN
    tolerance = {action: facts.tolerance for action, facts in {**second.actions, **first.actions}.items()}
    assert tolerance == {
        **dict.fromkeys(("answer@v1", "fetch@v2", "dial@v1", "gather@v2", "hangup@v1"), closed),
        **dict.fromkeys(("queue@v1", "say@v2", "sms@v2"), closed),
        **dict.fromkeys(("log@v1", "say@v3", "transfer@v1", "startRecording@v1"), opened),
    }


def test_finds_parameters_at_every_depth(first: Catalog) -> None:
    dial, gather = first.actions["dial@v1"], first.actions["gather@v2"]
    assert dial.params["required"] == ["targets"]
    assert dial.parameter_schema(("targets", 0, "timeout")) == {
        "type": "integer",
        "minimum": 5,
        "maximum": 120,
        "description": "How long to let this target ring before giving up on it.",
        "x-unit": "seconds",
        "x-limit": "dial-timeout",
        "x-instead-of": ["ringTimeout"],
    }
    assert dial.parameter_schema(("headers", "any")) == {"type": "string"}
    assert dial.parameter_schema(("targets", 0, "nope")) is None
    assert dial.provenance_of(("targets", 0, "timeout"), "range") is Provenance.SCHEMA
    assert list(gather.params["properties"]) == ["maxDigits", "prompt", "audio"]
    assert gather.parameter_schema(("prompt", "what")) is not None


def test_what_contains_itself_stays_a_reference(first: Catalog) -> None:
    params = first.actions["gather@v2"].params
    assert params["properties"]["prompt"]["properties"]["repeat"] == {"$ref": "#/$defs/prompt"}
    assert params["$defs"]["prompt"]["properties"]["repeat"] == {"$ref": "#/$defs/prompt"}
    schema = schema_from_bytes(json.dumps(params).encode(), "params")
    assert schema.validator.is_valid({"prompt": {"what": "a", "repeat": {"what": "b"}}})
    assert not schema.validator.is_valid({"prompt": {"what": "a", "repeat": {"what": 3}}})


def test_takes_from_ours_what_no_schema_tells(first: Catalog, second: Catalog) -> None:
    ours = bundled()
    assert first.actions["dial@v1"].jumps.value is True
    assert first.actions["dial@v1"].params["properties"]["answerOnBranch"]["x-kind"] == "branch"
    assert first.actions["dial@v1"].result == ours.actions["dial@v1"].result
    assert first.actions["hangup@v1"].ends_leg.value is True
    assert first.actions["sms@v2"].params["properties"]["to"]["items"]["x-kind"] == "phone"
    assert second.actions["say@v3"].needs.value is Need.ANSWERED_LEG
    assert second.actions["transfer@v1"].needs.value is Need.NONE
    assert first.variables is ours.variables
    assert first.limits is ours.limits
    assert first.special_branches is ours.special_branches


def test_events_are_those_of_both(first: Catalog) -> None:
    events = first.actions["startRecording@v1"].events
    assert {name: event.provenance.value for name, event in events.items()} == {
        "ready": "documented",
        "failed": "schema",
    }
    assert "recording" in events["ready"].variables


def test_says_what_an_action_does_in_the_words_of_the_schema(first: Catalog, second: Catalog) -> None:
    assert first.actions["say@v2"].summary == "Reads a text aloud."
    assert first.actions["dial@v1"].summary == "Calls somebody."
    assert first.actions["queue@v1"].summary == "Lets the caller wait for a person."
    assert second.actions["say@v3"].summary == "Says it better."
    assert second.actions["fetch@v2"].summary == bundled().actions["fetch@v2"].summary
    assert second.actions["transfer@v1"].summary == ""


def test_keys_are_those_of_the_schema_where_it_allows_no_others(first: Catalog, second: Catalog) -> None:
    keys = first.structure
    assert set(keys.document_keys) == {"description", "compat", "defaults", "variables", "branches"}
    assert set(keys.defaults_keys) == {"language", "autoAnswer", "voice"}
    assert set(keys.step_keys) == {"action", "params", "if", "result", "then", "goto", "events"}
    assert set(keys.branch_keys) == {"actions"}
    assert set(keys.goto_keys) == {"branch"}
    assert keys.document_keys["branches"].required
    assert keys.defaults_keys["voice"].description == "Who speaks."
    assert keys.defaults_keys["voice"].types == ("string",)
    assert keys.goto_keys["branch"].schema["x-kind"] == "branch"
    assert keys.step_keys["params"].beside == bundled().structure.step_keys["params"].beside
    assert keys.step_keys["then"].provenance_of("type") is Provenance.SCHEMA
    assert {name: key.provenance.value for name, key in second.structure.document_keys.items()} == {
        **dict.fromkeys(("name", "description", "branches"), "schema"),
        **dict.fromkeys(("compat", "defaults", "variables"), "documented"),
    }
    assert second.structure.compat_keys is bundled().structure.compat_keys


def test_versions_are_those_of_the_schema(first: Catalog, second: Catalog) -> None:
    assert list(first.structure.compat_versions) == ["2025-09-01", "2026-01-15"]
    assert first.structure.compat_versions["2025-09-01"].provenance is Provenance.DOCUMENTED
    assert first.structure.compat_versions["2026-01-15"].provenance is Provenance.SCHEMA
    assert second.structure.compat_versions is bundled().structure.compat_versions


def test_says_what_changes(tree: AdoptedSchema, first: Catalog) -> None:
    assert adoption_of(tree, first, bundled()).lines() == (
        "draft 2020-12: 7 actions, 16 parameters, 18 keys",
        "new here: queue@v1, sms@v2",
        (
            "no longer known: amd@v2, answer@v1, bridge@v1, fetch@v1, fetch@v2, javascript@v1, log@v1,"
            " memcache@v1, play@v1, record@v1, ringing@v1, sms@v1, voicebot@v1"
        ),
    )


def test_a_schema_without_actions_gives_verdicts_only(made: Make) -> None:
    schema = made({"type": "object", "required": ["branches"]})
    catalog = derive_catalog(schema, bundled())
    assert catalog.actions is bundled().actions
    assert adoption_of(schema, catalog, bundled()).lines() == (
        "draft 2020-12: no action was found in it",
        "its verdicts count; actions and parameters stay the bundled ones",
    )


def test_our_own_schema_gives_our_own_actions(made: Make) -> None:
    from callr_actions.language.bundled import schema_text

    schema = made(json.loads(schema_text("scenario.schema.json")))
    catalog = derive_catalog(schema, bundled())
    adoption = adoption_of(schema, catalog, bundled())
    assert adoption.lines() == ("draft 2020-12: 18 actions, 23 parameters, 18 keys",)
    for action, facts in bundled().actions.items():
        found = catalog.actions[action]
        assert found.params.get("properties", {}).keys() == facts.params.get("properties", {}).keys()
        assert found.summary == facts.summary


TEXT = {"type": "string"}
PARAMS = {"type": "object", "properties": {"tune": TEXT}, "required": ["tune"], "additionalProperties": False}
SING = {"properties": {"action": {"const": "sing@v1"}, "params": PARAMS}}
HUM = {"properties": {"action": {"const": "hum@v1"}, "params": {"properties": {"loud": {"type": "boolean"}}}}}


def around(step: Any, **further: Any) -> dict[str, Any]:
    """A whole schema around a step's schema."""
    branch = {"properties": {"actions": {"type": "array", "items": step}}}
    return {"properties": {"branches": {"additionalProperties": branch}}, **further}


SHAPES: dict[str, dict[str, Any]] = {
    "one of": around({"oneOf": [SING, HUM]}),
    "any of, referred to": around(
        {"$ref": "#/$defs/step"},
        **{"$defs": {"step": {"anyOf": [{"$ref": "#/$defs/s"}, {"$ref": "#/$defs/h"}]}, "s": SING, "h": HUM}},
    ),
    "conditions": around(
        {
            "properties": {"action": {"enum": ["sing@v1", "hum@v1"]}},
            "if": {"properties": {"action": {"const": "sing@v1"}}, "required": ["action"]},
            "then": {"properties": {"params": PARAMS}},
            "else": {"properties": {"params": HUM["properties"]["params"]}},
        }
    ),
    "conditions one after the other": around(
        {
            "if": {"properties": {"action": {"const": "sing@v1"}}},
            "then": {"properties": {"params": {"$ref": "#/$defs/p"}}},
            "else": {
                "if": {"properties": {"action": {"pattern": "^hum@v1$"}}},
                "then": {"properties": {"params": HUM["properties"]["params"]}},
                "else": False,
            },
        },
        **{"$defs": {"p": PARAMS}},
    ),
    "patterns": around(
        {
            "oneOf": [
                {"properties": {"action": {"pattern": "^sing@v[1]$"}, "params": PARAMS}},
                {"properties": {"action": {"pattern": "^(hum|croon)@v1$"}, "params": {"type": "object"}}},
            ],
            "properties": {"action": {"type": "string", "pattern": "^[a-z]+@v[0-9]+$"}},
        }
    ),
    "a discriminator": around(
        {
            "discriminator": {
                "propertyName": "action",
                "mapping": {"sing@v1": "#/$defs/s", "hum@v1": "#/$defs/h"},
            },
            "oneOf": [{"$ref": "#/$defs/s"}, {"$ref": "#/$defs/h"}],
        },
        **{
            "$defs": {
                "s": {"properties": {"action": TEXT, "params": PARAMS}},
                "h": {"properties": {"action": TEXT, "params": {}}},
            }
        },
    ),
    "an action with its parameters in another place": around(
        {
            "allOf": [
                {"properties": {"action": {"$ref": "#/$defs/names"}}},
                {
                    "oneOf": [
                        {"properties": {"action": {"const": "sing@v1"}}, "$ref": "#/$defs/withTune"},
                        {"not": {"properties": {"action": {"const": "sing@v1"}}, "required": ["action"]}},
                    ]
                },
            ]
        },
        **{
            "$defs": {
                "names": {"anyOf": [{"const": "sing@v1"}, {"const": "hum@v1"}]},
                "withTune": {"properties": {"params": PARAMS}},
            }
        },
    ),
    "branches by pattern, as bare lists": {
        "properties": {
            "branches": {
                "patternProperties": {"^[a-z]+$": {"type": "array", "items": {"oneOf": [SING, HUM]}}},
                "properties": {"hangup": {"type": "array", "items": {"not": {}}}},
            }
        }
    },
    "actions only in definitions": {"type": "object", "$defs": {"a": SING, "b": {"allOf": [HUM]}}},
    "only further in": around(
        {"properties": {"then": {"items": SING}, "events": {"properties": {"x": {"items": HUM}}}}}
    ),
    "dependent": around(
        {
            "properties": {"action": {"enum": ["sing@v1", "hum@v1", 3]}},
            "dependentSchemas": {"action": {"properties": {"params": PARAMS}}, "x": {"required": ["y"]}},
        }
    ),
    "without what it excludes": around(
        {
            "properties": {"action": {"enum": ["sing@v1", "hum@v1", "shout@v1", "cry@v1", "growl@v1"]}},
            "allOf": [
                {"not": {"properties": {"action": {"const": "shout@v1"}}}},
                {"properties": {"action": {"not": {"const": "cry@v1"}, "pattern": "^(?!growl)"}}},
                {"oneOf": [{"properties": {"action": {"const": "sing@v1"}, "params": PARAMS}}, {}]},
                {"not": {"type": "array"}},
                {"not": {"required": ["x"]}},
                {"anyOf": [False, True, {"properties": {"action": True}}]},
            ],
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_schemas_of_many_shapes(made: Make, name: str) -> None:
    catalog = derive_catalog(made(SHAPES[name]), bundled())
    assert [each for each in catalog.actions if each != "croon@v1"] == ["hum@v1", "sing@v1"]
    assert "tune" in catalog.actions["sing@v1"].params["properties"]
    assert catalog.actions["sing@v1"].tolerance is Tolerance.CLOSED


NO_ACTION: dict[str, Any] = {
    "steps as schemas": around({"$ref": "https://json-schema.org/draft/2020-12/schema"}),
    "actions without a version": around({"properties": {"action": {"enum": ["sing", "hum"]}}}),
    "no text at all": around({"properties": {"action": {"const": "a@v1", "type": "integer"}}}),
    "refused steps": around({"properties": {"action": {"const": "a@v1"}}, "not": {"required": ["action"]}}),
    "a pattern of many": around({"properties": {"action": {"pattern": "^[a-z]+@v1$"}}}),
    "a key that is not there": around(
        {"allOf": [SING, {"properties": {"params": {}}, "additionalProperties": False}]}
    ),
    "a discriminator without a mapping": around({"discriminator": {"propertyName": "action"}}),
    "a key and no more": {"type": "object", "properties": {"action": True}},
}


@pytest.mark.parametrize("name", NO_ACTION)
def test_schemas_that_let_no_known_action_in(made: Make, name: str) -> None:
    assert derive_catalog(made(NO_ACTION[name]), bundled()).actions is bundled().actions


def test_an_action_whose_parameters_nobody_names_takes_any(made: Make) -> None:
    step = {"oneOf": [{"properties": {"action": {"const": "hum@v1"}}}]}
    assert derive_catalog(made(around(step)), bundled()).actions["hum@v1"].tolerance is Tolerance.ANY


def test_the_key_action_may_be_named_by_a_pattern(made: Make) -> None:
    step = {
        "allOf": [SING, {"patternProperties": {"^a": {}, "^p": {}}, "additionalProperties": False}],
    }
    assert list(derive_catalog(made(around(step)), bundled()).actions) == ["sing@v1"]


def test_parameters_that_are_merged_from_parts(made: Make) -> None:
    params = {
        "allOf": [
            {"properties": {"a": {"type": ["integer", "string"], "minimum": 1}, "gone": {}}},
            {"properties": {"a": {"type": ["string", "integer", "null"]}, "gone": False}},
            {"items": {"type": "string"}},
            {"items": {"maxLength": 3}},
        ],
        "anyOf": [
            {"properties": {"b": {"const": 1}, "c": {"enum": [1, True]}}, "required": ["b", "c"]},
            {"properties": {"b": {"const": 2}, "c": {"enum": [1, 1.0, "x"]}}, "required": ["b"]},
            {"type": "string", "pattern": "\\$\\{\\{"},
        ],
        "patternProperties": {"^x-": {"type": "string"}},
        "additionalProperties": {"type": "integer"},
        "dependencies": {"a": {"properties": {"d": TEXT}, "required": ["d"]}, "b": ["c"]},
    }
    step = {"properties": {"action": {"const": "sing@v1"}, "params": params}}
    schema = made(around(step, **{"$schema": "http://json-schema.org/draft-07/schema#"}))
    assert derive_catalog(schema, bundled()).actions["sing@v1"].params == {
        "properties": {
            "a": {"type": ["integer", "string"], "minimum": 1},
            "b": {"enum": [1, 2]},
            "c": {"enum": [1, True, 1.0, "x"]},
            "d": {"type": "string"},
        },
        "required": ["b"],
        "additionalProperties": {"type": ["string", "integer"]},
        "items": {"type": "string", "maxLength": 3},
    }


def test_alternatives_of_lists_and_maps(made: Make) -> None:
    alternatives = [
        {"type": "array", "items": TEXT, "x-note": "n"},
        {"type": "array", "items": {"type": "integer"}},
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"type": "string", "default": "a"},
    ]
    params = {"properties": {"a": {"anyOf": alternatives}, "b": {"oneOf": [PARAMS, PARAMS]}}}
    step = {"properties": {"action": {"const": "sing@v1"}, "params": params}}
    found = derive_catalog(made(around(step)), bundled()).actions["sing@v1"].params["properties"]
    assert found["a"] == {
        "type": ["array", "object", "string"],
        "x-note": "n",
        "default": "a",
        "items": {"type": ["string", "integer"]},
        "properties": {},
        "additionalProperties": {"type": ["string", "integer"]},
    }
    assert found["b"]["additionalProperties"] is False
    assert found["b"]["required"] == ["tune"]


def test_limits_of_draft_4(made: Make) -> None:
    params = {
        "properties": {
            "a": {"minimum": 1, "exclusiveMinimum": True, "maximum": 3, "exclusiveMaximum": False},
        }
    }
    step = {"properties": {"action": {"enum": ["sing@v1"]}, "params": params}}
    schema = made(around(step, **{"$schema": "http://json-schema.org/draft-04/schema#"}))
    found = derive_catalog(schema, bundled()).actions["sing@v1"]
    assert found.parameter_schema(("a",)) == {"exclusiveMinimum": 1, "maximum": 3}


def test_two_definitions_of_one_name_stay_apart(made: Make) -> None:
    def own(name: str) -> dict[str, Any]:
        return {"properties": {"in": {"$ref": name}, name[2:3]: TEXT}}

    defs = {"x": {"$defs": {"t": own("#/$defs/x/$defs/t")}}, "y": {"$defs": {"t": own("#/$defs/y/$defs/t")}}}
    params = {"properties": {"a": {"$ref": "#/$defs/x/$defs/t"}, "b": {"$ref": "#/$defs/y/$defs/t"}}}
    step = {"properties": {"action": {"const": "sing@v1"}, "params": params}}
    found = derive_catalog(made(around(step, **{"$defs": defs})), bundled()).actions["sing@v1"].params
    assert sorted(found["$defs"]) == ["t", "t-"]


def test_parameters_without_end_are_cut(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "_MOST_SCHEMAS", 5)
    wide = {"properties": {f"p{number}": {"properties": {"a": TEXT}} for number in range(10)}}
    step = {"properties": {"action": {"const": "sing@v1"}, "params": wide}}
    found = derive_catalog(made(around(step)), bundled()).actions["sing@v1"].params
    assert found["properties"]["p9"] == {}


FLOW = """\
name: Test
branches:
  a:
    actions:
      - {action: say@v2, params: {what: Hi}}
      - {if: a, then: [{action: sya@v2, params: {}}, null, {params: 3}]}
      - {action: dial@v1, params: {targets: [{number: '${{ 1 }}'}, 3]}}
      - {action: fetch@v2, params: {url: 4, retry: [a]}, goto: {x: y}}
"""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "$schema",
                        "$ref",
                        "$id",
                        "$defs",
                        "properties",
                        "branches",
                        "actions",
                        "items",
                        "action",
                    ),
                    *(
                        "params",
                        "const",
                        "enum",
                        "oneOf",
                        "allOf",
                        "if",
                        "then",
                        "type",
                        "pattern",
                        "required",
                    ),
                    *("additionalProperties", "patternProperties", "dependencies", "not", "discriminator"),
                    *(
                        "dependentSchemas",
                        "contains",
                        "propertyNames",
                        "prefixItems",
                        "parts",
                        "anyOf",
                        "else",
                    ),
                ]
            )
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@examples(1.5)
@given(JSON)
def test_any_json_is_a_schema_or_an_error_that_says_why(data: Any) -> None:
    try:
        schema = schema_from_bytes(json.dumps(data).encode(), "s.json")
    except CallrActionsError:
        return
    derive_catalog(schema, bundled())
    violations(schema, read_scenario(parse_document(Source("flow.yaml", FLOW))))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_schemas_with_a_piece_changed_are_read_or_refused(
    tree: AdoptedSchema, conditions: AdoptedSchema, data: st.DataObject
) -> None:
    whole = json.loads(json.dumps(data.draw(st.sampled_from([tree.data, conditions.data]))))
    for _ in range(data.draw(st.integers(1, 3))):
        node = whole
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(node[key], dict | list) and data.draw(st.integers(0, 9)):
                node = node[key]
                continue
            pieces = [True, False, {}, [], 1, "x", {"$ref": "#"}, {"$ref": "#/definitions/item"}]
            pieces += [
                {"$ref": "#/$defs"},
                {"$ref": "#/$defs/step"},
                {"const": "x@v1"},
                {"type": "object"},
                node[key],
            ]
            node[key] = data.draw(st.sampled_from(pieces))
            break
    try:
        schema = schema_from_bytes(json.dumps(whole).encode(), "s.json")
    except CallrActionsError:
        return
    derive_catalog(schema, bundled())
    violations(schema, read_scenario(parse_document(Source("flow.yaml", FLOW))))
