"""Spending credit, and the events that tell when little or none is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.account import events
from callr_actions.account.stores import accounts

if TYPE_CHECKING:
    from callr_actions.account.call import Call
    from callr_actions.account.work import Job


def spend(cause: Call | Job, units: int) -> bool:
    """Take money off an account if it has as much; return whether it had.

    Args:
        cause: the request or the step that it comes from.
        units: ten-thousandths of a cent.
    """
    if accounts.credit(cause.database, cause.owner.id) < units:
        return False
    charge(cause, units)
    return True


def charge(cause: Call | Job, units: int) -> None:
    """Take money off an account that owes it, and announce the thresholds that it falls to."""
    before = accounts.credit(cause.database, cause.owner.id)
    accounts.charge(cause.database, cause.owner.id, units)
    for name, threshold in accounts.thresholds(cause.database, cause.owner.id).items():
        if before > threshold >= before - units:
            payload = {"balance": accounts.cents(before - units), "threshold": accounts.cents(threshold)}
            events.announce(cause, f"v2.billing.credit.{name}", payload)


def top_up(cause: Call | Job, units: int) -> None:
    """Add money to an account."""
    accounts.charge(cause.database, cause.owner.id, -units)
    balance = accounts.credit(cause.database, cause.owner.id)
    payload = {"amount": accounts.cents(units), "balance": accounts.cents(balance)}
    events.announce(cause, "v2.billing.credit.topup", payload)
