"""Values there and back: what goes into a script comes out of it unchanged."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.errors import CallrActionsError
from callr_actions.javascript.evaluation.values import (
    UNDEFINED,
    BigInt,
    Cycle,
    Date,
    Entries,
    ErrorValue,
    Function,
    Lost,
    Members,
    RegExp,
    Symbol,
)
from callr_actions.javascript.evaluation.wire import MOST_LEVELS, encoded

if TYPE_CHECKING:
    from callr_actions.javascript.evaluation.pool import Pool

SAFE = 2**53 - 1
TEXTS = st.text(st.characters(exclude_categories=()), max_size=12)
NAMES = TEXTS | st.sampled_from(["$", "__proto__", "toJSON", "then", "constructor", "0", "v", "length"])
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-SAFE, SAFE)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
)
SPECIAL = (
    st.just(UNDEFINED)
    | st.sampled_from([math.nan, math.inf, -math.inf, -0.0])
    | st.builds(BigInt, st.integers())
    | st.builds(Date, st.none() | st.integers(-(10**12), 10**13))
    | st.builds(Symbol, TEXTS)
    | st.builds(ErrorValue, TEXTS, TEXTS)
)


def trees(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
        max_leaves=12,
    )


def canonical(value: Any) -> Any:
    """Tell -0 from 0 and NaN from nothing; forget the order of names, which JavaScript changes."""
    if isinstance(value, dict):
        return sorted((name, canonical(item)) for name, item in value.items())
    if isinstance(value, list):
        return [canonical(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ("number", repr(float(value)))
    return repr(value)


@pytest.fixture(scope="module")
def there_and_back(pool: Pool) -> Any:
    with pool.context(1) as context:

        def send(value: Any) -> tuple[Any, Any]:
            context.assign("$x", value)
            first = context.evaluate("$x", predefined={"given": value}, now_ms=0)
            assert (first.failure, first.changed) == (None, {})
            again = context.evaluate("given", predefined={"given": value}, now_ms=0)
            return first.value, again.value

        yield send


@given(trees(PLAIN))
def test_values_of_json_come_back_exactly(there_and_back: Any, value: Any) -> None:
    expected = canonical(value)
    assert [canonical(it) for it in there_and_back(value)] == [expected, expected]


@given(trees(PLAIN | SPECIAL))
def test_values_that_json_lacks_come_back_exactly(there_and_back: Any, value: Any) -> None:
    expected = canonical(value)
    assert [canonical(it) for it in there_and_back(value)] == [expected, expected]


def test_maps_sets_and_patterns_come_back(there_and_back: Any) -> None:
    value = [
        Entries((({"a": 1}, [UNDEFINED]),)),
        Members((1, BigInt(2), "x")),
        RegExp("a/b", "g"),
        (1, {"$": 2}),
    ]

    assert there_and_back(value)[0] == [*value[:2], RegExp("a\\/b", "g"), [1, {"$": 2}]]


def test_what_cannot_go_back_is_undefined_or_says_so(there_and_back: Any) -> None:
    assert there_and_back([Cycle(), Lost("too large"), Function("f")])[0] == [
        UNDEFINED,
        UNDEFINED,
        Function("f"),
    ]


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def test_values_may_be_nested_so_deeply_and_no_deeper(there_and_back: Any) -> None:
    assert there_and_back(nested(MOST_LEVELS))[0] == nested(MOST_LEVELS)
    for levels in (MOST_LEVELS + 1, 100_000):
        with pytest.raises(
            CallrActionsError, match="a value for JavaScript is nested more than 200 levels deep"
        ):
            encoded(nested(levels))


def test_a_value_of_another_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="object is no value of JavaScript"):
        encoded(object())  # type: ignore[arg-type]
