"""Values of JavaScript as JSON has them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from callr_actions.javascript.evaluation.values import UNDEFINED, BigInt, Date, Entries, Function, Symbol
from callr_actions.simulator.values import to_json


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.nan, None),
        (1.5, 1.5),
        (UNDEFINED, None),
        (Function("f"), None),
        ({"a": UNDEFINED, "b": Symbol("s"), "c": [UNDEFINED, (1,)]}, {"c": [None, [1]]}),
        (Date(0), "1970-01-01T00:00:00.000Z"),
        (Date(1.5e12 + 7), "2017-07-14T02:40:00.007Z"),
        (Date(None), None),
        (Date(8.64e15), "8640000000000000.0"),
        (BigInt(10**30), "1" + "0" * 30),
        (Entries(()), {}),
    ],
)
def test_to_json(value: Any, expected: Any) -> None:
    assert to_json(value) == expected
