"""The number store: what there is, reserving, buying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import events, money
from callr_actions.account.certainty import Certainty
from callr_actions.account.operation import COUNTRY, Behaviour, Operation, Parameter, record
from callr_actions.account.problem import Problem
from callr_actions.account.resources.numbers import CLASS, TYPE, renew_later
from callr_actions.account.shapes import OBJECT, TEXT, TIME, listed
from callr_actions.account.stock import COUNTRIES, RANGES
from callr_actions.account.stores import contracts, numbers, reservations
from callr_actions.account.values import Text, Whole

if TYPE_CHECKING:
    from callr_actions.account.call import Call

TAG = "Phone Numbers Store"
ITEM = record(e164=TEXT, **{"class": TEXT}, type=TEXT, country=TEXT, pricing=OBJECT)
RESERVATION = record(token=TEXT, expires=TIME, contract=OBJECT, items=listed(ITEM))
ERROR = record(code=TEXT, message=TEXT, number=TEXT)
ORDER = record(contract=OBJECT, errors=listed(ERROR), items=listed(ITEM))
TOKEN = Parameter(
    "token", Text(1), required=True, says="the reservation's token", certainty=Certainty.INFERRED
)
_COUNTRY = Parameter("country", COUNTRY, required=True)
_TYPE = Parameter("type", TYPE, required=True)


def reserve(call: Call) -> dict[str, Any]:
    query = call.query
    reservations.release_expired(call.database, call.now)
    reservations.release(call.database, call.owner.id)
    free = reservations.find_free(call.database, query)
    if len(free) < query["quantity"]:
        raise Problem(400, f"{_nothing(query)}: {len(free)} of {query['quantity']} numbers are free")
    token = call.names.token()
    reservations.insert(call.database, call.owner.id, token, query, free, now=call.now)
    return get_reservation(call, token)


def buy(call: Call) -> dict[str, Any]:
    reservation = reservations.get(call.database, call.owner.id, call.at["token"], call.now)
    bought: list[dict[str, Any]] = []
    errors = []
    for item in reservations.items(call.database, reservation):
        if money.spend(call, sum(contracts.price(item["type"], item["class"]))):
            numbers.insert(call.database, call.owner.id, item, contracts.contract(call.now), call.now)
            row = numbers.get(call.database, call.owner.id, item["e164"])
            events.announce(call, "v2.number.assigned", numbers.assigned(row))
            renew_later(call, row["e164"])
            bought.append(item)
        else:
            message = "the account's credit is too low for this number"
            errors.append({"code": "insufficient-credit", "message": message, "number": item["e164"]})
    reservations.release(call.database, call.owner.id)
    return {"contract": contracts.offer(bought, call.now), "errors": errors, "items": bought}


def get(call: Call) -> dict[str, Any]:
    return get_reservation(call, call.at["token"])


def get_reservation(call: Call, token: str) -> dict[str, Any]:
    row = reservations.get(call.database, call.owner.id, token, call.now)
    return reservations.written(call.database, row)


def cancel(call: Call) -> None:
    reservations.get(call.database, call.owner.id, call.at["token"], call.now)
    reservations.release(call.database, call.owner.id)


def countries(call: Call) -> list[dict[str, str]]:  # noqa: ARG001 - every account sees the same
    return [{"country": code, "name": name} for code, name in COUNTRIES.items()]


def types(call: Call) -> list[dict[str, str]]:
    return [{"type": kind} for country, kind in RANGES if country == call.query["country"]]


def prefixes(call: Call) -> list[dict[str, str]]:
    ranges = RANGES.get((call.query["country"], call.query["type"]), ())
    return [{"prefix": each.prefix, "area": each.area} for each in ranges]


def _nothing(query: dict[str, Any]) -> str:
    wanted = [query["country"], query["type"], query["class"]]
    wanted += [f"{name} {query[name]}" for name in ("prefix", "area") if name in query]
    return f"the store has not enough ({', '.join(wanted)})"


_OWN_STOCK = Behaviour("the stock and the prices are the local account's: numbers kept free for fiction")

OPERATIONS = (
    Operation(
        "numbersStoreReserve",
        TAG,
        "Reserve numbers",
        "POST",
        "/numbers/store",
        reserve,
        success=201,
        query=(
            _COUNTRY,
            _TYPE,
            Parameter("quantity", Whole(1, 100), default=1),
            Parameter("class", CLASS, default="classic"),
            Parameter(
                "prefix",
                Text(
                    pattern=r"\+[1-9][0-9]{0,8}",
                    means="be a plus sign and 1 to 9 digits",
                    example="+331",
                    telephone=True,
                ),
            ),
            Parameter("area", Text(most=32), says="a part of the area's name"),
        ),
        answer=RESERVATION,
        behaviours=(
            Behaviour("holds for five minutes; an account has one at most", Certainty.DOCUMENTED),
            Behaviour("a second one takes the place of the first"),
            Behaviour("400 where fewer numbers are free than are asked for"),
            _OWN_STOCK,
        ),
    ),
    Operation(
        "numbersStoreBuy",
        TAG,
        "Buy reserved numbers",
        "POST",
        "/numbers/store/{token}",
        buy,
        at=(Parameter("token", Text(40), required=True, says="the reservation's token"),),
        answer=ORDER,
        behaviours=(
            Behaviour("the credit pays set-up and first month; what it is too low for is in `errors`"),
            Behaviour("each following month is charged when it begins, even below nothing"),
            Behaviour("the event v2.number.assigned is fired for each number", Certainty.INFERRED),
        ),
    ),
    Operation(
        "numbersStoreGet",
        TAG,
        "Get a reservation",
        "GET",
        "/numbers/store/{token}",
        get,
        at=(TOKEN,),
        answer=RESERVATION,
        certainty=Certainty.INFERRED,
    ),
    Operation(
        "numbersStoreCancel",
        TAG,
        "Cancel a reservation",
        "DELETE",
        "/numbers/store/{token}",
        cancel,
        success=204,
        at=(TOKEN,),
    ),
    Operation(
        "numbersStoreCountries",
        TAG,
        "List the countries of the store",
        "GET",
        "/numbers/store/countries",
        countries,
        answer=listed(record(country=TEXT, name=TEXT)),
        behaviours=(_OWN_STOCK,),
    ),
    Operation(
        "numbersStoreTypes",
        TAG,
        "List the types of number of a country",
        "GET",
        "/numbers/store/types",
        types,
        query=(_COUNTRY,),
        answer=listed(record(type=TEXT)),
        behaviours=(_OWN_STOCK,),
    ),
    Operation(
        "numbersStorePrefixes",
        TAG,
        "List the prefixes of a type",
        "GET",
        "/numbers/store/prefixes",
        prefixes,
        query=(_COUNTRY, _TYPE),
        answer=listed(record(prefix=TEXT, area=TEXT)),
        behaviours=(_OWN_STOCK,),
    ),
)
