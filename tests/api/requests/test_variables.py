"""Variables of a run: what the server would drop without a word is refused with a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.api.requests.json_objects import Object, dropped_variables
from callr_actions.api.requests.scenarios import StartScenario
from callr_actions.api.requests.violations import InvalidRequestError


def message(variables: dict[str, object]) -> str:
    with pytest.raises(InvalidRequestError) as caught:
        StartScenario(variables=variables)
    return str(caught.value)


def test_no_variables_are_an_empty_object() -> None:
    assert StartScenario().body() == {"variables": {}}
    assert StartScenario(variables={"$who": {"name": None}}).body() == {"variables": {"$who": {"name": None}}}


def test_names_the_variable_that_would_be_dropped() -> None:
    assert message({"who": 1}) == (
        'StartScenario: `variables` is an object with a name that the server drops without a word: "who"; '
        "allowed: `$`, a letter, then at most 254 letters, digits or `_`; did you mean `$who`?"
    )


def test_names_every_variable_that_would_be_dropped() -> None:
    assert message({"$good": 1, "$1st": 1, "zwölf": 2, "": 3}) == (
        "StartScenario: `variables` is an object with names that the server drops without a word: "
        '"$1st", "zwölf", ""; allowed: `$`, a letter, then at most 254 letters, digits or `_`'
    )


def test_proposes_no_name_that_would_be_dropped_too() -> None:
    assert "did you mean" not in message({"1st": 1})


def test_too_many() -> None:
    assert message({f"$v{number}": 1 for number in range(65)}) == (
        "StartScenario: `variables` is an object of 65 keys; allowed: an object of at most 64 variables"
    )


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"a": [1, float("nan")]}, "nan at `$who.a[1]`"),
        ((1, {2}), "a value of the type set at `$who[1]`"),
        ({"a": {None: 1}}, "a key that is missing at `$who.a`"),
        (2**64, "a number of more than 64 bits at `$who`"),
        ("\udfff", "a text with half of a surrogate pair at `$who`"),
    ],
)
def test_names_the_place_that_json_cannot_hold(value: object, found: str) -> None:
    assert (
        message({"$who": value})
        == f"StartScenario: `variables` is {found}; allowed: an object of JSON values"
    )


def test_a_value_that_holds_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert message({"$who": endless}) == (
        "StartScenario: `variables` is a value nested more than 200 levels deep at "
        f"`{('$who' + '[0]' * 40)[:40]}...`; allowed: an object of JSON values"
    )


def test_a_key_at_the_top_that_is_no_text() -> None:
    fault = Object().fault({1: 2})
    assert fault is not None
    assert fault.found == "a key that is 1 at `the top`"
    assert not Object().accepts({1: 2})
    assert Object().accepts({"1": 2})


@given(st.dictionaries(st.text(max_size=5) | st.from_regex(r"\$?[a-z1_]{0,4}"), st.none(), max_size=5))
def test_drops_exactly_what_the_documented_pattern_does(variables: dict[str, object]) -> None:
    kept = [name for name in variables if re.match(r"^\$[a-zA-Z][a-zA-Z0-9_]{0,254}\Z", name)]
    assert [name for name in variables if name not in dropped_variables(variables)] == kept
