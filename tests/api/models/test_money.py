"""Amounts in cents."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.api.models.money import Money
from tests.api.models.raw_objects import AMOUNTS


@pytest.mark.parametrize(
    ("text", "cents", "units"),
    [
        ("500.00", "500", "5"),
        ("0.8925", "0.8925", "0.008925"),
        ("2.0", "2", "0.02"),
        ("-12", "-12", "-0.12"),
        ("1234567890123456789012345678901234567890.1", "1234567890123456789012345678901234567890.1", None),
    ],
)
def test_reads_cents(text: str, cents: str, units: str | None) -> None:
    money = Money(text)
    assert money.cents == Decimal(cents)
    assert money.units == Decimal(units or "12345678901234567890123456789012345678.901")
    assert str(money) == text
    assert repr(money) == f"Money('{text}')"


@pytest.mark.parametrize("text", ["", "5,00", "1e3", "+1", ".5", "5.", "NaN", "1_000", " 5", "5\n", "٥"])
def test_refuses_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match=r'^an amount in cents, as a text such as "500.00"$'):
        Money(text)


def test_refuses_a_number_that_is_no_amount() -> None:
    with pytest.raises(ValueError, match="an amount in cents"):
        Money(Decimal("Infinity"))


def test_compares_by_cents() -> None:
    assert Money("2.0") == Money("2.00") == Money(2) == Money(Decimal(2))
    assert hash(Money("2.0")) == hash(Money("2.00"))
    assert Money("2.0") != Money("2.01")
    assert Money("9") < Money("10")
    assert Money("10") >= Money("9.99")
    assert Money("2") != "2"


@given(AMOUNTS)
def test_every_text_comes_back(text: str) -> None:
    assert Money(text).text == text


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_number_is_written_exactly(cents: Decimal) -> None:
    assert Decimal(Money(cents).text) == cents
