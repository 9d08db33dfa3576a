from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.account.client import Client

PARIS = "/numbers/store?country=FR&type=geographic&area=Paris"


def credit(api: Client) -> str:
    left: str = api.do("GET", "/billing/credit")
    return left


def test_numbers_are_reserved_bought_and_paid_for(api: Client) -> None:
    assert credit(api) == "10000.00"
    reservation = api.do("POST", f"{PARIS}&quantity=2")
    assert reservation["expires"] == "2024-04-24T17:47:28.001Z"
    assert [item["e164"] for item in reservation["items"]] == ["+33199000001", "+33199000002"]
    assert reservation["contract"]["amountPerMonth"] == "200.00"
    token = reservation["token"]
    assert api.do("GET", f"/numbers/store/{token}") == reservation
    order = api.do("POST", f"/numbers/store/{token}")
    assert (order["items"], order["errors"]) == (reservation["items"], [])
    assert credit(api) == "9800.00"
    assert api.do("GET", "/numbers/+33199000001") == {
        "e164": "+33199000001",
        "class": "classic",
        "type": "geographic",
        "assigned": "2024-04-24T17:42:28.002Z",
        "country": "FR",
        "scenario": None,
        "enduser": None,
        "compliance": {"state": "compliant"},
        "contract": {
            "billingMode": "monthly",
            "durationMonth": 1,
            "endDate": "2024-05-24T17:42:28.002Z",
            "autoRenew": True,
        },
        "pricing": {"setup": "0.00", "mrc": "100.00", "minute": "0.00", "increment": 1, "minDuration": 0},
    }
    assert api.refused("POST", f"/numbers/store/{token}")[0] == 404
    again = api.do("POST", PARIS)
    assert [item["e164"] for item in again["items"]] == ["+33199000003"]


def test_a_reservation_ends_after_five_minutes_with_the_next_one_or_when_it_is_canceled(api: Client) -> None:
    def numbers(answer: dict[str, Any]) -> list[str]:
        return [item["e164"] for item in answer["items"]]

    first = api.do("POST", PARIS)
    second = api.do("POST", PARIS)
    assert numbers(second) == numbers(first)
    assert api.refused("GET", f"/numbers/store/{first['token']}")[0] == 404
    api.do("POST", api.control("/clock"), json={"seconds": 299})
    assert api.do("GET", f"/numbers/store/{second['token']}") == second
    api.do("POST", api.control("/clock"), json={"seconds": 2})
    assert api.refused("GET", f"/numbers/store/{second['token']}")[0] == 404
    assert api.refused("POST", f"/numbers/store/{second['token']}")[0] == 404
    third = api.do("POST", PARIS)
    api.do("DELETE", f"/numbers/store/{third['token']}")
    assert api.refused("DELETE", f"/numbers/store/{third['token']}")[0] == 404


def test_what_is_reserved_by_one_account_is_not_offered_to_another(api: Client) -> None:
    sub = api.do("POST", api.control("/accounts"), json={"name": "Customer"})["sid"]
    mine = api.do("POST", PARIS)["items"][0]["e164"]
    theirs = api.do("POST", PARIS, signed=False, auth=(sub, api.key))["items"][0]["e164"]
    assert mine != theirs


def test_the_store_says_what_it_does_not_have(api: Client) -> None:
    assert api.refused("POST", "/numbers/store?country=US&type=mobile&quantity=3&area=NYC")[2] == (
        "the store has not enough (US, mobile, classic, area NYC): 0 of 3 numbers are free"
    )
    assert api.do("GET", "/numbers/store/types?country=ZZ") == []
    assert {"country": "FR", "name": "France"} in api.do("GET", "/numbers/store/countries")
    assert {"type": "mobile"} in api.do("GET", "/numbers/store/types?country=FR")
    assert api.do("GET", "/numbers/store/prefixes?country=FR&type=mobile") == [
        {"prefix": "+3363998", "area": "France"}
    ]
    gold = api.do("POST", f"{PARIS}&class=gold&prefix=%2B331990012")
    assert gold["items"][0]["e164"] == "+33199001212"


def test_the_store_looks_for_an_area_by_a_part_of_its_name(api: Client) -> None:
    reserved = api.do("POST", "/numbers/store?country=FR&type=geographic&area=renn")
    assert reserved["items"][0]["e164"] == "+33261910001"
    german = api.do("POST", "/numbers/store?country=DE&type=geographic&area=cologne")
    assert german["items"][0]["e164"].startswith("+492214710")


def test_the_destinations_are_told(api: Client) -> None:
    assert {"id": 1, "label": "France - Mobile"} in api.do("GET", "/billing/destinations")


def test_what_the_credit_is_too_low_for_is_an_error_of_the_order(api: Client) -> None:
    api.do("POST", f"{PARIS}&quantity=100")
    token = api.do("POST", f"{PARIS}&quantity=100")["token"]
    api.do("POST", "/sms?to=%2B33639981020", json={"text": "x"})
    order = api.do("POST", f"/numbers/store/{token}")
    assert (len(order["items"]), len(order["errors"])) == (99, 1)
    assert order["errors"][0]["code"] == "insufficient-credit"
    assert credit(api) == "94.50"


def test_a_number_is_on_one_scenario_at_most(api: Client) -> None:
    one, two, number = api.scenario("One"), api.scenario("Two"), api.number()

    def attached() -> tuple[list[str], list[str], Any]:
        on = [[each["e164"] for each in api.do("GET", f"/actions/{sid}")["numbers"]] for sid in (one, two)]
        return on[0], on[1], api.do("GET", f"/numbers/{number}")["scenario"]

    api.do("PUT", f"/actions/{one}/numbers/{number}")
    assert attached() == ([number], [], {"sid": one, "name": "One"})
    api.do("PUT", f"/numbers/{number}/scenario/{two}")
    assert attached() == ([], [number], {"sid": two, "name": "Two"})
    assert api.refused("DELETE", f"/actions/{one}/numbers/{number}")[2] == (
        f"the phone number `{number}` is not on the scenario `{one}`"
    )
    assert api.refused("DELETE", f"/numbers/{number}/scenario/{one}")[0] == 404
    api.do("DELETE", f"/numbers/{number}/scenario/{two}")
    assert attached() == ([], [], None)
    assert (
        api.refused("DELETE", f"/numbers/{number}/scenario")[2]
        == f"the phone number `{number}` is on no scenario"
    )
    api.do("PATCH", f"/numbers/{number}", json={"scenario": one})
    api.do("DELETE", f"/actions/{one}/numbers/{number}")
    api.do("PUT", f"/actions/{one}/numbers/{number}")
    api.do("DELETE", f"/numbers/{number}/scenario")
    api.do("PUT", f"/actions/{one}/numbers/{number}")
    api.do("PATCH", f"/numbers/{number}", json={"scenario": None})
    assert attached() == ([], [], None)
    api.do("PUT", f"/actions/{two}/numbers/{number}")
    api.do("DELETE", f"/actions/{two}")
    assert api.do("GET", f"/numbers/{number}")["scenario"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("contains=%2B3319", 1),
        ("contains=+3363", 1),
        ("contains=99", 2),
        ("contains=000", 3),
        ("type=mobile", 1),
        ("class=gold", 0),
        ("detached=true", 2),
        ("sid=azerty00", 0),
        ("type=mobile&detached=true&contains=3", 1),
    ],
)
def test_numbers_are_searched(api: Client, query: str, found: int) -> None:
    attached = api.number()
    api.number("country=FR&type=mobile")
    api.number("country=GB&type=tollfree")
    api.do("PUT", f"/actions/{api.scenario()}/numbers/{attached}")
    page = api.do("GET", f"/numbers?{query}")
    assert (page["total"], len(page["hits"])) == (found, found)


def test_a_number_that_is_removed_is_free_again_and_its_contract_is_paid(api: Client) -> None:
    number = api.number()
    assert credit(api) == "9900.00"
    api.do("DELETE", f"/numbers/{number}")
    assert credit(api) == "9900.00"  # its first month was paid when it was bought
    assert api.refused("GET", f"/numbers/{number}")[0] == 404
    assert api.number() == number
    api.do("POST", api.control("/clock"), json={"seconds": 40 * 24 * 3600})
    api.do("DELETE", f"/numbers/{number}")
    assert credit(api) == "9700.00"  # and its second month when that began


def test_each_month_of_a_number_is_charged_when_it_begins(api: Client) -> None:
    number = api.number()

    def advance(days: int) -> None:
        api.do("POST", api.control("/clock"), json={"seconds": days * 24 * 3600})

    advance(29)
    assert credit(api) == "9900.00"
    advance(2)
    assert credit(api) == "9800.00"
    assert api.do("GET", f"/numbers/{number}")["contract"]["endDate"] == "2024-06-23T17:42:28.002Z"
    advance(90)
    assert credit(api) == "9500.00"
    api.do("DELETE", f"/numbers/{number}")
    advance(300)
    assert credit(api) == "9500.00"


def test_a_virtual_clock_does_not_go_on_to_the_end_of_a_month(api: Client) -> None:
    api.number()
    before = api.do("GET", "/ping")["time"]
    assert api.run(api.app.drain(5)) is True
    assert api.do("GET", "/ping")["time"] == before


def test_an_end_user_with_numbers_cannot_be_deleted(api: Client) -> None:
    sid = api.do("POST", "/end-users", json={"name": "Them", "address": {"city": "Paris"}})["sid"]
    number = api.number()
    assert api.do("GET", f"/endusers/{sid}")["deletable"] is True
    api.do("PUT", f"/numbers/{number}/enduser/{sid}")
    assert api.do("GET", f"/numbers/{number}")["enduser"] == {"sid": sid, "name": "Them"}
    assert api.do("GET", f"/end-users/{sid}")["deletable"] is False
    assert api.refused("DELETE", f"/end-users/{sid}")[:2] == (403, "forbidden")
    api.do("PATCH", f"/numbers/{number}", json={"enduser": None})
    api.do("DELETE", f"/end-users/{sid}")
    assert api.refused("GET", f"/end-users/{sid}")[0] == 404
