"""Our own evaluation agrees with jsonschema_rs on every keyword, and stays fast where alternatives nest."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.errors import CallrActionsError
from callr_actions.language.adopted import evaluate
from callr_actions.language.adopted.evaluate import Evaluation
from callr_actions.language.adopted.load import schema_from_bytes
from callr_actions.language.adopted.outcome import Verdict
from callr_actions.language.adopted.schema import AdoptedSchema
from callr_actions.language.adopted.values import scenario_value
from callr_actions.language.adopted.violations import violations
from callr_actions.language.scenario import Scenario
from tests.examples import examples

SLOWEST = 10  # seconds, for a slow machine that measures coverage

Make = Callable[..., AdoptedSchema]
Find = Callable[[AdoptedSchema, str], list[str]]
Read = Callable[[str], Scenario]

OLD = "http://json-schema.org/draft-07/schema#"
CASES: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"not": {"required": ["a"]}}, "a: 1", ["1:1 other: a scenario cannot have `a`"]),
    (
        {"not": {"required": ["a", "b"]}},
        "a: 1\nb: 1",
        ["1:1 other: a scenario cannot have `a` and `b` together"],
    ),
    ({"properties": {"a": False}}, "a: 1", ["1:1 other: `a` is not allowed here"]),
    ({"allOf": [False]}, "a: 1", ["1:1 other: a scenario is not allowed here"]),
    ({"propertyNames": False}, "a: 1", ["1:1 key: a scenario has no key `a`"]),
    ({"propertyNames": True}, "a: 1", []),
    (
        {"properties": {"a": {"contains": {"const": 1}}, "b": {"type": "null"}}},
        "a: [1, 2]\nb: 1",
        ["2:4 shape: `b` is nothing; this is the number `1`"],
    ),
    (
        {"properties": {"a": {"contains": {"const": 1}, "maxContains": 1}}},
        "a: [1, 1]",
        ["1:4 other: `a` is a list with other items; this is a list"],
    ),
    (
        {"properties": {"a": {"prefixItems": [{"type": "string"}], "items": False}}},
        "a: [x, 2]",
        ["1:8 other: `a[1]` is not allowed here"],
    ),
    (
        {"properties": {"a": {"prefixItems": [{}], "unevaluatedItems": {"type": "string"}}}},
        "a: [1, 2]",
        ["1:8 shape: `a[1]` is text; this is the number `2` (put it in quotes)"],
    ),
    ({"properties": {"a": {}}, "unevaluatedProperties": {"type": "string"}}, "a: 1\nb: x", []),
    (
        {"dependentSchemas": {"a": {"required": ["b"]}}},
        "a: 1",
        ["1:1 other: a scenario needs `b`"],
    ),
    ({"type": "object", "dependentRequired": {"a": ["b"]}}, "a: 1", ["1:1 other: a scenario needs `b`"]),
    (
        {"$schema": OLD, "dependencies": {"a": {"required": ["c"]}, "b": ["c"]}},
        "a: 1",
        ["1:1 other: a scenario needs `c`"],
    ),
    (
        {"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}},
        "a: 2",
        ["1:1 other: a scenario needs `c`"],
    ),
    (
        {"properties": {"a": {"anyOf": [{"type": "integer"}, {"type": "boolean"}]}}},
        "a: x",
        ["1:4 shape: `a` is a whole number or `true` or `false`; this is `x`"],
    ),
    (
        {"properties": {"a": {"anyOf": [{"const": 1}, {"enum": ["x", None]}, {"minLength": 5}]}}},
        "a: y",
        ["1:4 other: `a` is one of `1`, `x`, `null` or text of at least 5 characters; this is `y`"],
    ),
    (
        {"properties": {"a": {"anyOf": [{"const": {"b": 1}}, {"type": "object", "required": ["c"]}]}}},
        "a: {}",
        ["1:4 other: `a` is `{\"b\": 1}`; this is a mapping"],
    ),
    (
        {
            "properties": {
                "a": {
                    "oneOf": [
                        {"required": ["kind"], "properties": {"kind": {"const": "x"}}},
                        {"properties": {"kind": {"const": "y"}, "b": {"type": "integer"}}},
                    ]
                }
            }
        },
        "a: {kind: y, b: z}",
        ["1:17 shape: `a.b` is a whole number; this is `z`"],
    ),
    (
        {"properties": {"a": {"oneOf": [{"type": "string"}, {"minLength": 2}]}}},
        "a: xyz",
        ["1:4 other: `a` fits several forms of which only one is allowed"],
    ),
    (
        {
            "properties": {
                "a": {"anyOf": [{"type": "string"}, {"required": ["b"], "properties": {"b": {"const": 1}}}]}
            }
        },
        "a: {b: 2}",
        ["1:8 other: `a.b` is `1`; this is the number `2`"],
    ),
    (
        {"properties": {"a": {"enum": [f"w{number}" for number in range(20)]}}},
        "a: x",
        [
            "1:4 other: `a` is one of "
            + ", ".join(f"`w{number}`" for number in range(12))
            + " and 8 others; this is `x`"
        ],
    ),
    ({"$dynamicAnchor": "n", "properties": {"a": {"$dynamicRef": "#n"}, "b": {"type": "null"}}}, "a: {b: 1}",
     ["1:8 shape: `a.b` is nothing; this is the number `1`"]),
    ({"$schema": "https://json-schema.org/draft/2019-09/schema",
      "properties": {"a": {"$recursiveRef": "#"}, "b": {"type": "null"}}}, "a: {b: 1}",
     ["1:8 shape: `a.b` is nothing; this is the number `1`"]),
    ({"$schema": OLD, "properties": {"a": {"$ref": "#/definitions/x", "type": "null"}},
      "definitions": {"x": {"type": "integer"}}, "unevaluatedProperties": False}, "a: x\nb: 1",
     ["1:4 shape: `a` is a whole number; this is `x`"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "text", "lines"), CASES, ids=[json.dumps(each[0])[:50] for each in CASES])
def test_keywords(made: Make, found: Find, schema: dict[str, Any], text: str, lines: list[str]) -> None:
    assert found(made(schema), text + "\n") == lines


PARAMS = {
    "not": {"not": {"const": "x"}},
    "a condition": {"if": {"const": "x"}, "then": False, "else": False},
    "one of several": {"oneOf": [{"const": "x"}, {"const": "y"}]},
    "an excluded kind": {"not": {"type": "string"}},
    "an item": {"type": "string", "contains": {"const": 1}},
}


@pytest.mark.parametrize("name", PARAMS)
def test_what_depends_on_an_expression_is_left_open(made: Make, in_step: Find, name: str) -> None:
    step = {"properties": {"params": {"properties": {"a": PARAMS[name], "b": {"type": "integer"}}}}}
    steps = {"properties": {"actions": {"items": step}}}
    schema = made({"properties": {"branches": {"additionalProperties": steps}}})
    assert in_step(schema, "{params: {a: '${{ $x }}'}}") == []
    assert in_step(schema, "{params: {a: '${{ $x }}', b: c}}") == [
        "30 type: `params.b` is a whole number; this is `c`"
    ]


def test_a_list_with_an_expression_may_hold_what_is_asked_for(made: Make, in_step: Find) -> None:
    demanded = {"contains": {"const": 1}, "minContains": 2, "uniqueItems": True, "maxItems": 2}
    step = {"properties": {"params": {"additionalProperties": demanded}}}
    schema = made(
        {"properties": {"branches": {"additionalProperties": {"properties": {"actions": {"items": step}}}}}}
    )
    assert in_step(schema, "{params: {a: [1, '${{ $x }}']}}") == []
    assert in_step(schema, "{params: {a: ['${{ $x }}', 1, 1]}}") == [
        "14 value: `params.a` is a list of at most 2 items; this has 3 items"
    ]
    assert in_step(schema, "{params: {a: ['${{ $x }}']}}") == [
        "14 value: `params.a` is a list with other items; this is a list"
    ]


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, 1.0]), st.text("ab", max_size=3)
)
NAMES = st.sampled_from(["a", "b", "action"])
INSTANCES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null", "array", "object"])
LEAVES = st.one_of(
    st.booleans(),
    st.builds(lambda each: {"type": each}, TYPES),
    st.builds(lambda each: {"const": each}, SCALARS),
    st.builds(lambda each: {"enum": each}, st.lists(SCALARS, min_size=1, max_size=3)),
    st.builds(lambda each: {"required": [each]}, NAMES),
    st.sampled_from(
        [
            *({"minimum": 1}, {"maxLength": 1}, {"minItems": 2}, {"uniqueItems": True}, {"pattern": "^a"}),
            *({"maxProperties": 1}, {"$ref": "#/$defs/one"}, {"$ref": "#/$defs/two"}, {"multipleOf": 2}),
        ]
    ),
)


def _combined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(NAMES, inner, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), some),
            **dict.fromkeys(("not", "if", "then", "else", "items", "contains"), inner),
            **dict.fromkeys(("properties", "dependentSchemas"), named),
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "b"]), inner, max_size=2),
            "additionalProperties": inner,
            "propertyNames": inner,
            "unevaluatedProperties": inner,
            "unevaluatedItems": inner,
            "minContains": st.integers(0, 2),
            "type": TYPES,
        },
    )


SUB_SCHEMAS = st.recursive(LEAVES, _combined, max_leaves=8)


@examples(1)
@given(SUB_SCHEMAS, SUB_SCHEMAS, SUB_SCHEMAS, st.dictionaries(NAMES, INSTANCES, max_size=3))
def test_agrees_with_the_validator(
    scenario: Read, body: Any, one: Any, two: Any, data: dict[str, Any]
) -> None:
    written = {"allOf": [body], "$defs": {"one": one, "two": two}}
    try:
        schema = schema_from_bytes(json.dumps(written).encode(), "s.json")
    except CallrActionsError:
        return
    root = scenario_value(scenario(json.dumps(data)))
    assert root is not None
    good = schema.validator.is_valid(data)
    outcome = Evaluation(schema).run(schema.data, root)
    # What is looked at kindly (see `Outcome.seen`) may pass here; the verdict is the validator's.
    assert outcome.verdict is not Verdict.OPEN
    if good:
        assert outcome.verdict is Verdict.GOOD or "unevaluated" in json.dumps(written)
    elif "unevaluated" not in json.dumps(written):
        assert outcome.verdict is Verdict.BAD
    assert bool(violations(schema, scenario(json.dumps(data)))) is not good


def deep(bad: str, levels: int = 8, steps: int = 500) -> str:
    """A file of steps nested in each other, the last of them bad."""
    good = "{action: say@v2, params: {what: Hello}}"

    def nested(leaf: str) -> str:
        return "{if: a, then: [" * (levels - 1) + leaf + "]}" * (levels - 1)

    lines = [nested(good)] * (steps // levels - 1) + [nested(bad)]
    return "branches:\n  a:\n    actions:\n" + "".join(f"      - {line}\n" for line in lines)


@pytest.mark.no_cover
@pytest.mark.parametrize("levels", [1, 3, 8])
def test_one_error_deep_inside_a_large_file_is_found_fast(
    tree: AdoptedSchema,
    conditions: AdoptedSchema,
    scenario: Read,
    monkeypatch: pytest.MonkeyPatch,
    levels: int,
) -> None:
    """Under a second where it was written; the number of checks is what a machine can't change."""
    monkeypatch.setattr(evaluate, "_MOST_CHECKS", 30_000)
    text = deep("{action: say@v2, params: {what: 5}}", levels)
    assert len(text) <= 32_768
    for schema in (tree, conditions):
        read = scenario(text)
        started = time.process_time()
        (violation,) = violations(schema, read)
        assert time.process_time() - started < SLOWEST
        assert violation.message == "`what` of `say@v2` is text; this is the number `5`"


def test_the_other_side_of_a_condition_on_the_action(made: Make, in_step: Find) -> None:
    step = {
        "if": {"properties": {"action": {"const": "sing@v1"}}, "required": ["action"]},
        "else": {"required": ["tune"]},
    }
    branch = {"properties": {"actions": {"items": step}}}
    schema = made({"properties": {"branches": {"additionalProperties": branch}}})
    assert in_step(schema, "{action: sing@v1}") == []
    assert in_step(schema, "{action: hum@v1}") == ["10 other: a step with `hum@v1` needs `tune`"]
    assert in_step(schema, "{if: a}") == ["1 other: a step needs `tune`"]


def sixty(style: str) -> dict[str, Any]:
    """A schema with sixty actions: alternatives, or one condition after the other."""
    steps = {"type": "array", "items": {"$ref": "#/$defs/step"}}
    nested = {"if": {"type": "string"}, "then": steps}
    params = {"type": "object", "additionalProperties": False, "properties": {"p": {"type": "string"}}}
    names = [f"act{number}@v1" for number in range(60)]
    if style == "oneOf":
        alternatives = [
            {"required": ["action"], "properties": {"action": {"const": name}, "params": params, **nested}}
            for name in names
        ]
        jump = {"required": ["if"], "properties": nested, "additionalProperties": False}
        step: dict[str, Any] = {"oneOf": [*alternatives, jump]}
    else:
        conditions = [
            {
                "if": {"properties": {"action": {"const": name}}, "required": ["action"]},
                "then": {"properties": {"params": params}},
            }
            for name in names
        ]
        step = {"properties": {"action": {"enum": names}, **nested}, "allOf": conditions}
    branch = {"properties": {"actions": steps}}
    return {"$defs": {"step": step}, "properties": {"branches": {"additionalProperties": branch}}}


@pytest.mark.no_cover
@pytest.mark.parametrize("style", ["oneOf", "conditions"])
@pytest.mark.parametrize("levels", [1, 8])
def test_sixty_actions_cost_little_more_than_six(
    made: Make, scenario: Read, monkeypatch: pytest.MonkeyPatch, style: str, levels: int
) -> None:
    monkeypatch.setattr(evaluate, "_MOST_CHECKS", 10_000)
    text = deep("{action: act59@v1, params: {p: 5}}", levels).replace("say@v2", "act30@v1")
    read = scenario(text.replace("what: Hello", "p: Hello"))
    started = time.process_time()
    (violation,) = violations(made(sixty(style)), read)
    assert time.process_time() - started < SLOWEST
    assert violation.message == "`p` of `act59@v1` is text; this is the number `5`"


def test_nesting_costs_no_more_than_its_length(tree: AdoptedSchema, scenario: Read) -> None:
    """In the deepest file that can be read, each alternative of each step is looked at once."""
    levels = 60
    bad = "{action: say@v2, params: {what: 5}}"
    text = "branches: {a: {actions: [" + "{if: a, then: [" * levels + bad + "]}" * levels + "]}}\n"
    started = time.process_time()
    (violation,) = violations(tree, scenario(text))
    assert time.process_time() - started < SLOWEST
    assert len(violation.path) == 2 + 1 + 2 * levels + 3


UNEXPLAINED = "Callr's schema does not allow this, and what is wrong with it cannot be made out"


def test_a_check_that_takes_too_long_is_given_up_at_the_deepest_step(
    tree: AdoptedSchema, scenario: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "_MOST_CHECKS", 20)
    text = deep("{action: say@v2, params: {what: 5}}", levels=2, steps=4)
    (violation,) = violations(tree, scenario(text))
    assert violation.message == UNEXPLAINED
    assert violation.path == ("branches", "a", "actions", 1, "then", 0)


def test_a_verdict_without_a_reason_is_reported_once(made: Make, found: Find) -> None:
    """References to a meta-schema are followed by the validator only."""
    schema = made({"properties": {"a": {"$ref": "https://json-schema.org/draft/2020-12/schema"}}})
    assert found(schema, "b: 1\na: {type: 5}\n") == [f"1:1 other: {UNEXPLAINED}"]


def test_steps_that_are_fine_by_themselves_do_not_hide_the_file(
    tree: AdoptedSchema, scenario: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "_MOST_CHECKS", 2)
    read = scenario(
        "branches: {a: {actions: [{action: hangup@v1}, {action: say@v2, params: '${{ 1 }}'}]}}\nx: 1\n"
    )
    (violation,) = violations(tree, read)
    assert (violation.message, violation.path) == (UNEXPLAINED, ())
    assert read.source.position(violation.node.start).line == 1
