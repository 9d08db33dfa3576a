"""Credit, and the destinations that calls and messages are billed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.account.certainty import Certainty
from callr_actions.account.operation import Behaviour, Operation, record
from callr_actions.account.runs.rates import DESTINATIONS
from callr_actions.account.shapes import CENTS, TEXT, WHOLE, listed
from callr_actions.account.stores import accounts

if TYPE_CHECKING:
    from callr_actions.account.call import Call

TAG = "Billing"


def credit(call: Call) -> str:
    return accounts.cents(accounts.credit(call.database, call.owner.id))


def destinations(call: Call) -> list[dict[str, int | str]]:  # noqa: ARG001 - every account has the same
    return [{"id": each.id, "label": each.label} for each in DESTINATIONS]


OPERATIONS = (
    Operation(
        "billingGetCredit",
        TAG,
        "Get the credit in cents",
        "GET",
        "/billing/credit",
        credit,
        answer=CENTS,
        behaviours=(Behaviour("the account is prepaid; a new one has 10000.00 cents"),),
    ),
    Operation(
        "billingGetDestinations",
        TAG,
        "List the billing destinations",
        "GET",
        "/billing/destinations",
        destinations,
        answer=listed(record(id=WHOLE, label=TEXT)),
        behaviours=(Behaviour("fields are those of a CDR: id and label", Certainty.INFERRED),),
    ),
)
