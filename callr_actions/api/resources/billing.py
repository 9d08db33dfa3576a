"""Credit, and the destinations that calls are billed by."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from callr_actions.api.models.billing import BillingDestination
from callr_actions.api.models.json import decode
from callr_actions.api.models.money import Money
from callr_actions.api.request import Answer, answer, ask

if TYPE_CHECKING:
    from callr_actions.api.request import Request

_MONEY_OR_NONE: Any = Money | None
_CREDIT: Answer[Money | None] = Answer(partial(decode, _MONEY_OR_NONE))
_DESTINATIONS = answer(list[BillingDestination])


def credit() -> Request[Money | None]:
    """Read the credit, in cents; None for an account that pays afterwards (inferred)."""
    return ask("billingGetCredit", _CREDIT)


def destinations() -> Request[list[BillingDestination]]:
    """List the destinations."""
    return ask("billingGetDestinations", _DESTINATIONS)
