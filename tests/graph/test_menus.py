"""Which keys a condition stands for."""

from __future__ import annotations

import pytest

from callr_actions.graph.menus import pressed


@pytest.mark.parametrize(
    ("condition", "keys"),
    [
        ('$key.digits === "1"', ("1",)),
        ("$key?.digits == '12#'", ("12#",)),
        ("$key.digits === 4", ("4",)),
        ('"7" === $key.digits', ("7",)),
        ('["1", "2"].includes($key.digits)', ("1", "2")),
        ('$key.digits === "1" || $key.digits === "*"', ("1", "*")),
        ('$key.digits === "1" || $key.digits === "1"', ("1",)),
        ("!$key.ok", ()),
        ("! $key.digits", ()),
        ('$key.digits === ""', ()),
        ('$key.digits === "1" && $open', None),
        ('$key.digits === "1" || $open', None),
        ('$key.digits === "1" || !$key.ok', None),
        ('$other.digits === "1"', None),
        ('["1"].includes($other.digits)', None),
        ("[].includes($key.digits)", None),
        ('["a"].includes($key.digits)', None),
        ("!$other.ok", None),
        ("$key.digits === ", None),
        ('$key.digits > "1"', None),
        ("", None),
    ],
)
def test_keys(condition: str, keys: tuple[str, ...] | None) -> None:
    assert pressed(condition, {"$key"}) == keys
