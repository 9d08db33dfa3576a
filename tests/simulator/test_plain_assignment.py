"""What is assigned without the engine is what the engine would assign."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callr_actions.javascript.model import Form
from callr_actions.simulator.evaluator import Piece, Want
from callr_actions.simulator.plain_assignment import plain_assignment
from callr_actions.simulator.plain_code import Mirror, NotPlain
from callr_actions.simulator.start import ApiRun
from callr_actions.simulator.values import UNDEFINED
from callr_actions.simulator.world.model import World
from tests.simulator.example import parse, session
from tests.simulator.quickjs_evaluator import QuickJsEvaluator

numbers = st.sampled_from((0, 1, -1, -3, 2**53, 2**53 - 1, -(2**53), 0.5, -0.0, 1e300))
texts = st.sampled_from(("", "1", "a b", "\U0001f600", "undefined"))
values: st.SearchStrategy[Any] = st.one_of(
    numbers, texts, st.sampled_from((True, False, None, UNDEFINED)), st.just([]), st.just({"a": "1", "b": 2})
)
operands = st.sampled_from(("$x", "$y", "$y.a", "$y.b", "1", "0", "'a'", "'2'", "true", "null", "undefined"))
rights = st.one_of(
    operands,
    st.builds("{} {} ({})".format, operands, st.sampled_from(("+", "-", "===", "<", "&&", "||")), operands),
)
codes = st.one_of(
    st.builds("$x = {}".format, rights),
    st.builds("$x = {};".format, rights),
    st.builds("$x {} {} // why".format, st.sampled_from(("+=", "-=", "*=", "??=")), operands),
    st.sampled_from(("$x++", "$x--", "++$x;", "--$x", "($x)++", "/* why */ $x++")),
)


@settings(max_examples=400)
@given(codes, values, values, st.booleans())
def test_a_plain_assignment_does_what_the_engine_does(code: str, x: Any, y: Any, ours: bool) -> None:
    assignment = plain_assignment(code)
    if assignment is None:
        return
    found = {"$x": x, "$y": y}
    try:
        plain = assignment.outcome(Mirror(found, set(found) if ours else set()))
    except NotPlain:
        return
    evaluator = QuickJsEvaluator()
    for name, value in found.items():
        evaluator.assign(name, value)
    expected = evaluator.evaluate([Piece(code, Form.PROGRAM, Want.VALUE)], {}, 0)[0]
    assert expected.thrown is None
    assert (plain.result, type(plain.result)) == (expected.value, type(expected.value))
    changed = {"$x": plain.value} if plain.changes else {}
    assert (changed, [type(each) for each in changed.values()]) == (
        expected.assigned,
        [type(each) for each in expected.assigned.values()],
    )


@pytest.mark.parametrize(
    ("code", "value", "result"),
    [
        ("$tries = $tries + 1", 3, 3),
        ("$tries += 2;", 4, 4),
        ("$tries -= 2;", 0, 0),
        ("$tries++", 3, 2),
        ("++$tries // count", 3, 3),
        ("$tries--", 1, 2),
        ("$tries = 'level ' + $tries", "level 2", "level 2"),
        ("$tries = $key.digits", "1", "1"),
    ],
)
def test_what_scenarios_assign_most_needs_no_engine(code: str, value: object, result: object) -> None:
    assignment = plain_assignment(code)
    assert assignment is not None
    done = assignment.outcome(Mirror({"$tries": 2, "$key": {"digits": "1"}}, {"$key"}))
    assert (done.value, done.result, done.changes) == (value, result, True)


@pytest.mark.parametrize(
    "code",
    [
        "$a = 1; $b = 2",
        "$a = $b = 1",
        "$a.b = 1",
        "a = 1",
        "[$a] = [1]",
        "$a *= 2",
        "$a",
        "let $a = 1",
        "if ($b) $a = 1",
        "$a = Math.min($a, 1)",
        "'use strict'; $a = 1",
        "$a = 1" + " " * 500,
    ],
)
def test_what_needs_the_engine(code: str) -> None:
    assert plain_assignment(code) is None


@pytest.mark.parametrize(
    ("code", "x", "y"),
    [
        ("$x = $y", 1, {"a": 1}),  # two names of one object
        ("$x = $y + $x", 1, 2.5),
        ("$x++", 2**53, 0),
        ("$x++", "1", 0),
        ("$x = $y", -0.0, 0),
        ("$x = $x + $y", "a" * 6_000, "a" * 6_000),
        ("$x = $x + $y", "\ud83d", "\ude00"),
        ("$z = 1", 1, 1),
    ],
)
def test_values_that_need_the_engine(code: str, x: object, y: object) -> None:
    assignment = plain_assignment(code)
    assert assignment is not None
    with pytest.raises(NotPlain):
        assignment.outcome(Mirror({"$x": x, "$y": y}, {"$x", "$y"}))


_COUNTING = """\
variables: {$tries: 0, $name: a}
branches:
  api-initiated:
    actions:
      - {action: javascript@v1, params: {code: $tries = $tries + 1}, result: $result}
      - {action: javascript@v1, params: {code: $tries = $tries}}
      - {action: javascript@v1, params: {code: $name += $tries}}
      - {action: javascript@v1, params: {code: "$both = [$tries, $name]"}}
      - {action: javascript@v1, params: {code: $tries++}}
      - {action: javascript@v1, params: {code: "$both.push($tries)"}}
      - {action: log@v1, params: {message: "${{ $result }} ${{ $both }}"}}
"""
_ENGINE_ONLY = """\
  never:
    actions:
      - {action: javascript@v1, params: {code: eval("1")}}
"""


def test_a_run_tells_the_same_with_and_without_the_engine() -> None:
    told = []
    for text in (_COUNTING, _COUNTING + _ENGINE_ONLY):
        run = session(parse(text), World(), ApiRun())
        assert run.run() == "completed"
        told.append([event.to_json() for event in run.events])
    assert told[0] == told[1]
    assert "1 1,a1,2" in str(told[0])
