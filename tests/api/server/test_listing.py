"""Pages over many items, and over items that move."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.server.constraints import broken
from tests.api.server.declarations import operations
from tests.api.server.examples import minimal
from tests.api.server.exchange import send
from tests.api.server.listing import Listing

if TYPE_CHECKING:
    from tests.api.server.server import CallrServer

SCENARIO = operations()["actionsSearch"].sample


def read(listing: Listing, limit: int = 100) -> tuple[list[str], list[int]]:
    """The ids on all pages, page by page as a simple client reads them, and the totals that it sees."""
    ids: list[str] = []
    totals = []
    more = True
    while more:
        page = listing.page(SCENARIO, len(ids), limit)
        ids += [hit["sid"] for hit in page["hits"]]
        totals.append(page["total"])
        more = page["hasMore"]
    return ids, totals


def ask(server: CallrServer, operation: str, query: str) -> Any:
    request = minimal(operations()[operation])[0].sent(operations()[operation])
    response, body = send(server, request.with_query(query))
    assert response.status == 200
    return json.loads(body)


def test_a_hundred_thousand_items_are_made_as_they_are_read() -> None:
    begin = time.process_time()
    ids, totals = read(Listing(100_000))
    assert len(set(ids)) == 100_000
    assert set(totals) == {100_000}
    assert time.process_time() - begin < 20


def test_items_that_appear_come_again_on_the_next_page() -> None:
    ids, totals = read(Listing(30, inserted=2), limit=10)
    assert totals == [30, 32, 34, 36]
    assert ids[8:10] == ids[10:12]
    assert len(ids) - len(set(ids)) == 6


def test_items_that_vanish_make_others_slip_through() -> None:
    ids, totals = read(Listing(30, removed=2), limit=10)
    assert totals == [30, 28, 26]
    assert len(set(ids)) == len(ids) == 26


def test_pages_that_overlap_under_one_total() -> None:
    listing = Listing(30, repeated=1)
    ids, totals = read(listing, limit=10)
    assert totals == [30, 30, 30]
    assert [ids[9] == ids[10], ids[19] == ids[20]] == [True, True]
    assert len(ids) - len(set(ids)) == 2
    assert read(listing, limit=10) == (ids, totals)


def test_lies() -> None:
    assert Listing(1, total=5, has_more=True).page(SCENARIO, 0, 10) | {"hits": []} == {
        "offset": 0,
        "total": 5,
        "hasMore": True,
        "hits": [],
    }
    assert Listing(0, has_more=True).page(SCENARIO, 0, 10)["hits"] == []


def test_a_smaller_page_than_was_asked_for() -> None:
    assert len(Listing(50, cap=7).page(SCENARIO, 0, 10)["hits"]) == 7


@pytest.mark.parametrize("operation", [name for name, one in operations().items() if one.paged])
def test_every_search_pages(callr_server: CallrServer, operation: str) -> None:
    assert ask(callr_server, operation, "limit=1")["total"] == 1
    assert ask(callr_server, operation, "offset=1")["hits"] == []
    callr_server.holds(operation, Listing(23))
    assert len(ask(callr_server, operation, "order=asc")["hits"]) == 10
    page = ask(callr_server, operation, "offset=20&limit=100")
    assert (page["offset"], page["total"], page["hasMore"], len(page["hits"])) == (20, 23, False, 3)
    assert callr_server.complaints == []


def test_made_up_ids_are_of_the_documented_form() -> None:
    schema = operations()["actionsGet"].path["sid"]
    number = operations()["numbersGet"].path["number"]
    ids, _ = read(Listing(200, inserted=3))
    assert [one for sid in ids for one in broken(schema, sid, "sid")] == []
    hits = Listing(3).page(operations()["numbersSearch"].sample, 0, 10)["hits"]
    assert [one for hit in hits for one in broken(number, hit["e164"], "e164")] == []
