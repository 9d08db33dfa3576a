"""Requests about buying phone numbers."""

from __future__ import annotations

from callr_actions.api.models.number_kinds import NumberClass, NumberType
from callr_actions.api.requests.constraints import Choice, Integer, Text
from callr_actions.api.requests.identifiers import COUNTRY
from callr_actions.api.requests.inputs import Inputs, query, request


@request
class ReserveNumbers(Inputs):
    """Numbers to hold for five minutes; the account can have one reservation.

    Attributes:
        quantity: 1 to 100; the API takes 1 without it.
        class_: the API takes `classic` without it.
        prefix: such as `+331`.
        area: such as `Paris`.
    """

    operation = "numbersStoreReserve"

    country: str = query("country", COUNTRY)
    type: NumberType | str = query("type", Choice.of(NumberType))
    quantity: int | None = query("quantity", Integer(1, 100), default=None)
    class_: NumberClass | str | None = query("class", Choice.of(NumberClass), default=None)
    prefix: str | None = query(
        "prefix",
        Text(2, 10, r"^\+[1-9][0-9]{0,8}$", like="`+` and 1 to 9 digits of which the first is not 0"),
        default=None,
    )
    area: str | None = query("area", Text(most=32), default=None)


@request
class ListStoreTypes(Inputs):
    """The types of number to be had in a country."""

    operation = "numbersStoreTypes"

    country: str = query("country", COUNTRY)


@request
class ListStorePrefixes(Inputs):
    """The prefixes to be had in a country."""

    operation = "numbersStorePrefixes"

    country: str = query("country", COUNTRY)
    type: NumberType | str = query("type", Choice.of(NumberType))
