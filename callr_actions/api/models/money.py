"""Amounts of the API: decimal text in cents."""

from __future__ import annotations

from decimal import Decimal
from functools import total_ordering
from typing import Final

from callr_actions.lazy_pattern import lazy_pattern

FORMAT: Final = 'an amount in cents, as a text such as "500.00"'
_AMOUNT: Final = lazy_pattern(r"-?[0-9]+(\.[0-9]+)?")


@total_ordering
class Money:
    """An amount in cents of the account's currency (which no field of the API names).

    Two amounts are equal when their cents are; each is written as it was read.

    Args:
        cents: a text such as `500.00`, which is five units of the currency, or a number.

    Raises:
        ValueError: it is no amount.
    """

    # Not a dataclass: msgspec would take one for a JSON object.
    __slots__ = ("cents", "text")

    cents: Decimal
    text: str

    def __init__(self, cents: str | Decimal | int) -> None:
        text = cents if isinstance(cents, str) else f"{Decimal(cents):f}"
        if _AMOUNT.fullmatch(text) is None:
            raise ValueError(FORMAT)
        self.cents = Decimal(text)
        self.text = text

    @property
    def units(self) -> Decimal:
        """The amount in whole units of the currency: hundredths of the cents."""
        sign, digits, exponent = self.cents.as_tuple()
        assert isinstance(exponent, int)
        # Decimal's own division would round to 28 digits.
        return Decimal((sign, digits, exponent - 2))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and self.cents == other.cents

    def __lt__(self, other: Money) -> bool:
        return self.cents < other.cents

    def __hash__(self) -> int:
        return hash(self.cents)

    def __repr__(self) -> str:
        return f"Money({self.text!r})"

    def __str__(self) -> str:
        return self.text
