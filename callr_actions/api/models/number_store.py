"""Buying phone numbers."""

from __future__ import annotations

from typing import Any

from msgspec import field

from callr_actions.api.models.model import Model
from callr_actions.api.models.number_kinds import NumberClass, NumberType
from callr_actions.api.models.timestamp import Timestamp


class StoreItem(Model, frozen=True, kw_only=True):
    """A number in a reservation or an order; every key is inferred."""

    e164: str | None = None
    class_: NumberClass | None = field(name="class", default=None)
    type: NumberType | None = None
    country: str | None = None


class OrderError(Model, frozen=True, kw_only=True):
    """Why one number of an order was not bought; every key is inferred."""

    code: str | None = None
    message: str | None = None
    number: str | None = None


class Reservation(Model, frozen=True, kw_only=True):
    """Numbers that are held for at most five minutes.

    Attributes:
        token: what buys or cancels it.
        contract: what buying binds to; its keys are not documented.
    """

    token: str
    expires: Timestamp
    contract: dict[str, Any]
    items: tuple[StoreItem, ...]


class Order(Model, frozen=True, kw_only=True):
    """What was bought; a part of the numbers can have failed."""

    contract: dict[str, Any]
    errors: tuple[OrderError, ...]
    items: tuple[StoreItem, ...]


class StoreCountry(Model, frozen=True, kw_only=True):
    """A country with numbers to sell; every key is inferred."""

    code: str | None = None
    country: str | None = None
    name: str | None = None


class StoreType(Model, frozen=True, kw_only=True):
    """A type of number to be had in a country; every key is inferred."""

    type: NumberType | None = None


class StorePrefix(Model, frozen=True, kw_only=True):
    """A prefix to be had; every key is inferred."""

    prefix: str | None = None
    area: str | None = None
    name: str | None = None
