"""Credit and prices. The credit itself is a bare JSON string: decode it as `Money | None`."""

from __future__ import annotations

from callr_actions.api.models.model import Model
from callr_actions.api.models.money import Money
from callr_actions.api.models.open_enum import OpenEnum


class PaymentType(OpenEnum):
    """When an account pays."""

    PREPAID = "prepaid"
    POSTPAID = "postpaid"


class BillingDestination(Model, frozen=True, kw_only=True):
    """A destination that calls are billed by; its keys are inferred from those of a call's record."""

    id: int | None = None
    label: str | None = None


class CreditChange(Model, frozen=True, kw_only=True):
    """What the credit webhooks carry; the documentation shows none of its keys.

    Attributes:
        amount: what was added (inferred).
        balance: what there is now (inferred).
        threshold: the level that was reached (inferred).
    """

    amount: Money | None = None
    balance: Money | None = None
    threshold: Money | None = None
