"""Phone numbers of the account."""

from __future__ import annotations

from typing import Any

from msgspec import field

from callr_actions.api.models.model import Model
from callr_actions.api.models.number_kinds import NumberClass, NumberType
from callr_actions.api.models.references import Reference
from callr_actions.api.models.timestamp import Timestamp


class PhoneNumber(Model, frozen=True, kw_only=True):
    """A phone number.

    Whether a search gives the last five keys is not documented, nor what the objects among them hold.

    Attributes:
        scenario: what it is attached to; None when it is detached or the API does not say.
        end_user: whom it is assigned to.
        compliance: what the regulator asks.
        contract: how long it is booked.
        pricing: what it costs.
    """

    e164: str
    class_: NumberClass = field(name="class")
    type: NumberType
    assigned: Timestamp
    country: str
    scenario: Reference | None = None
    end_user: Reference | None = field(name="enduser", default=None)
    compliance: dict[str, Any] | None = None
    contract: dict[str, Any] | None = None
    pricing: dict[str, Any] | None = None


class NumberAssignment(Model, frozen=True, kw_only=True):
    """What the number webhooks carry; every key is inferred."""

    e164: str | None = None
    class_: NumberClass | None = field(name="class", default=None)
    type: NumberType | None = None
    country: str | None = None
    assigned: Timestamp | None = None
