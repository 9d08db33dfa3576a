"""What is answered without the engine is what the engine would answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callr_actions.javascript.model import Form
from callr_actions.simulator.evaluator import Piece, Want
from callr_actions.simulator.plain_code import UNPLAIN, Mirror, NotPlain, outcome, plain_reader
from callr_actions.simulator.values import UNDEFINED
from tests.simulator.quickjs_evaluator import QuickJsEvaluator

primitives = st.sampled_from(("", "1", "a b", "undefined", 0, 1, -3, 2.5, True, False, None, UNDEFINED))
plain_objects = st.fixed_dictionaries({"a": primitives, "ok": st.booleans()})
values: st.SearchStrategy[Any] = primitives | st.just([]) | plain_objects | st.just({"a": {"b": "1"}})
NAMES = "$x $y $x.a $x?.a $x.a.b $y.ok $x.length $x.toString $z x $x['a'] $x.a()"
LITERALS = "'1' 0 1 3 1.5 true false null undefined [] '\\n' `1` -1"
operands = st.sampled_from((*NAMES.split(), *LITERALS.split(), '"a b"'))
codes = st.recursive(
    operands,
    lambda inner: st.one_of(
        inner.map(lambda code: f"!{code}"),
        inner.map(lambda code: f"({code})"),
        st.builds(
            lambda left, operator, right: f"({left}) {operator} ({right})",
            inner,
            st.sampled_from(("===", "!==", "==", "<", "<=", ">", ">=", "&&", "||", "+", "-", "??", "in")),
            inner,
        ),
    ),
    max_leaves=4,
)


def engine(code: str, want: Want, given_values: dict[str, Any]) -> Any:
    evaluator = QuickJsEvaluator()
    for name, value in given_values.items():
        evaluator.assign(name, value)
    return evaluator.evaluate([Piece(code, Form.EXPRESSION, want)], {}, 0)[0]


@settings(max_examples=400)
@given(codes, values, values, st.sampled_from(Want), st.booleans())
def test_plain_code_is_what_the_engine_makes_of_it(code: str, x: Any, y: Any, want: Want, ours: bool) -> None:
    reader = plain_reader(code)
    if reader is None:
        return
    found = {"$x": x, "$y": y}
    try:
        plain = outcome(reader, want, Mirror(found, set(found) if ours else set()))
    except NotPlain:
        return
    expected = engine(code, want, found)
    assert expected.thrown is None
    assert (plain.value, type(plain.value), plain.kind) == (
        expected.value,
        type(expected.value),
        expected.kind,
    )


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ('$key.digits === "1"', True),
        ("!$key.ok", False),
        ("$tries < 3", True),
        ("$tries >= 3 || $key.digits !== '1'", False),
        ("($key.ok && $tries)", 2),
        ("$key?.digits", "1"),
        ("$tries + 1 - 3", 0),
        ("'pressed ' + $key.digits", "pressed 1"),
    ],
)
def test_what_scenarios_ask_most_needs_no_engine(code: str, value: object) -> None:
    reader = plain_reader(code)
    assert reader is not None
    found = {"$key": {"ok": True, "digits": "1"}, "$tries": 2}
    assert outcome(reader, Want.VALUE, Mirror(found, {"$key"})).value == value


@pytest.mark.parametrize(
    "code",
    [
        "$a == 1",
        "call.fromNumber",
        "$a.b()",
        "$a = 1",
        "$a++",
        "`${$a}`",
        "$a[0]",
        "-$a",
        "$a * 2",
        "x" * 501,
    ],
)
def test_what_needs_the_engine(code: str) -> None:
    assert plain_reader(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "Object.defineProperty($a, 'b', {})",
        "let $a = 1",
        "const {b: $a} = c",
        "({get b() {}})",
        "function $a() {}",
    ],
)
def test_code_that_gives_names_another_meaning(code: str) -> None:
    assert UNPLAIN.search(code)
