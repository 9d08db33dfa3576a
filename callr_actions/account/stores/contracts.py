"""What a number costs, and the contract it is bought under.

Callr publishes no prices with its API: these are the local account's own, in cents.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.stores.accounts import UNITS_A_CENT, cents

if TYPE_CHECKING:
    import sqlite3

MONTH_DAYS = 30
DAY = 24 * 3600 * 1000
# Cents for the set-up, and for each month.
_PRICES = {
    "geographic": (0, 100),
    "mobile": (0, 300),
    "non-geographic": (0, 150),
    "tollfree": (500, 500),
    "sms-only": (0, 200),
}
_DEFAULT_PRICE = (100, 250)
_GOLD_FACTOR = 5


def price(number_type: str, number_class: str) -> tuple[int, int]:
    """Return the set-up and the monthly price of a number, in the account's units."""
    setup, month = _PRICES.get(number_type, _DEFAULT_PRICE)
    factor = (_GOLD_FACTOR if number_class == "gold" else 1) * UNITS_A_CENT
    return setup * factor, month * factor


def pricing(number_type: str, number_class: str) -> dict[str, Any]:
    """Return the prices of a number as the API writes them."""
    setup, month = price(number_type, number_class)
    return {"setup": cents(setup), "mrc": cents(month), "minute": cents(0), "increment": 1, "minDuration": 0}


def contract(now: int) -> dict[str, Any]:
    """Return the contract of a number that is bought now: a month that renews itself."""
    return {
        "billingMode": "monthly",
        "durationMonth": 1,
        "endDate": instants.written(now + MONTH_DAYS * DAY),
        "autoRenew": True,
    }


def ends(number: sqlite3.Row) -> int:
    """Return when the month that a number is paid for ends."""
    end = instants.read(json.loads(number["contract"])["endDate"])
    assert end is not None
    return end


def offer(items: list[dict[str, Any]], now: int) -> dict[str, Any]:
    """Return the contract for several numbers that would be bought now, with what they cost together."""
    prices = [price(item["type"], item["class"]) for item in items]
    setup, month = sum(each[0] for each in prices), sum(each[1] for each in prices)
    return {
        **contract(now),
        "quantity": len(items),
        "amountUnit": "cents",
        "amountAssignment": cents(setup),
        "amountFirstMonth": cents(month),
        "amountPerMonth": cents(month),
    }
