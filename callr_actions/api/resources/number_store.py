"""Buying phone numbers: reserve, then buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.api.models.number_store import Order, Reservation, StoreCountry, StorePrefix, StoreType
from callr_actions.api.request import NOTHING, answer, ask

if TYPE_CHECKING:
    from callr_actions.api.request import Request
    from callr_actions.api.requests.number_store import ListStorePrefixes, ListStoreTypes, ReserveNumbers

_RESERVATION = answer(Reservation)
_ORDER = answer(Order)
_COUNTRIES = answer(list[StoreCountry])
_TYPES = answer(list[StoreType])
_PREFIXES = answer(list[StorePrefix])


def reserve(inputs: ReserveNumbers) -> Request[Reservation]:
    """Hold numbers for at most five minutes; an account can have one reservation."""
    return ask("numbersStoreReserve", _RESERVATION, inputs)


def buy(token: str) -> Request[Order]:
    """Buy what is reserved: this costs money. A part of the numbers can fail; the order says which."""
    return ask("numbersStoreBuy", _ORDER, token=token)


def get(token: str) -> Request[Reservation]:
    """Read a reservation."""
    return ask("numbersStoreGet", _RESERVATION, token=token)


def cancel(token: str) -> Request[None]:
    """Let a reservation go."""
    return ask("numbersStoreCancel", NOTHING, token=token)


def countries() -> Request[list[StoreCountry]]:
    """List the countries with numbers."""
    return ask("numbersStoreCountries", _COUNTRIES)


def types(inputs: ListStoreTypes) -> Request[list[StoreType]]:
    """List the types of number to be had in a country."""
    return ask("numbersStoreTypes", _TYPES, inputs)


def prefixes(inputs: ListStorePrefixes) -> Request[list[StorePrefix]]:
    """List the prefixes to be had."""
    return ask("numbersStorePrefixes", _PREFIXES, inputs)
