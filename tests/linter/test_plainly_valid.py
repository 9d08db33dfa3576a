"""The quick answer is never yes where the validator says no."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.bundled import bundled
from callr_actions.linter.plainly_valid import plainly_valid

SCHEMA = {
    "type": "object",
    "required": ["to"],
    "description": "says nothing",
    "properties": {
        "to": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "wait": {"type": "number", "minimum": 0, "x-unit": "seconds"},
        "times": {"type": "integer"},
        "loud": {"type": "boolean"},
        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
        "closed": {"type": "object", "additionalProperties": False},
        "kind": {"type": "string", "enum": ["a"]},
        "any": {"type": ["string", "null"]},
    },
}
CASES: list[tuple[Any, bool]] = [
    ({"to": ["a"]}, True),
    ({"to": ["a"], "wait": 1.5, "times": 2, "loud": True, "headers": {"x": "y"}, "free": None}, True),
    ({"to": "${{ $list }}", "wait": "${{ $w }}", "headers": {"x": "${{ 1 }}"}}, True),
    ("${{ $all }}", True),
    ({}, False),
    ({"to": []}, False),
    ({"to": [1]}, False),
    ({"to": ["a"], "wait": -1}, False),
    ({"to": ["a"], "wait": True}, False),
    ({"to": ["a"], "times": 1.5}, False),
    ({"to": ["a"], "headers": {"x": 1}}, False),
    ({"to": ["a"], "closed": {"x": 1}}, False),
    ({"to": ["a"], "kind": "a"}, False),  # right, but `enum` is for the validator
    ({"to": ["a"], "any": "x"}, False),  # so is a list of types
    ([], False),
    (None, False),
]


@pytest.mark.parametrize(("data", "answer"), CASES, ids=lambda value: repr(value)[:40])
def test_answers(data: Any, answer: bool) -> None:
    assert plainly_valid(data, SCHEMA) is answer


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(["", "a", "b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "to", "what"]), inner),
)


@given(data=st.fixed_dictionaries({}, optional=dict.fromkeys(SCHEMA["properties"], VALUES)))
def test_a_yes_is_the_validators(data: dict[str, Any]) -> None:
    if plainly_valid(data, SCHEMA):
        assert jsonschema_rs.is_valid(SCHEMA, data)


@given(
    action=st.sampled_from(sorted(bundled().actions)),
    data=st.dictionaries(
        st.sampled_from(["what", "url", "to", "body", "targets", "maxDigits", "prompt", "code", "message"]),
        VALUES,
    ),
)
def test_a_yes_is_the_validators_for_the_bundled_facts(action: str, data: dict[str, Any]) -> None:
    schema = bundled().actions[action].params
    if plainly_valid(data, schema):
        assert jsonschema_rs.is_valid(dict(schema), data)
