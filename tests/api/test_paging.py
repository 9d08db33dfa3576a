"""Reading a list that changes meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.api.client import AsyncClient, Client
from callr_actions.api.errors import IncompleteListError
from callr_actions.api.models.paging import Page
from callr_actions.api.paging import Pager, Progress, Search
from callr_actions.api.request import answer
from callr_actions.api.resources import scenarios
from callr_actions.exit_codes import ExitCode
from tests.api.loopback import Loopback, connection
from tests.api.test_client import listing


def search(**more: Any) -> Search[str]:
    return Search(operation="x", answer=answer(Page[str]), identity=str, **more)


def offset(pager: Pager[str]) -> int | None:
    return None if pager.request is None else int(dict(pager.request.query)["offset"])


def page(first: int, total: int, *hits: str, more: bool = False) -> Page[str]:
    return Page(offset=first, total=total, has_more=more, hits=hits)


def test_a_total_that_moved_makes_a_second_reading() -> None:
    seen: list[Progress] = []
    pager = Pager(search(), seen.append)
    assert pager.take(page(0, 3, "a", "b", more=True)) == ["a", "b"]
    assert offset(pager) == 2
    # `a` went away meanwhile, so that `c` slipped onto the page that was read already.
    assert pager.take(page(2, 2)) == []
    assert offset(pager) == 0
    assert pager.take(page(0, 2, "b", "c")) == ["c"]
    assert pager.request is None
    assert pager.complete(["a", "b", "c"]) == ["b", "c"]
    assert seen == [Progress(2, 3), Progress(2, 2), Progress(2, 2)]


def test_a_thing_on_two_pages_comes_once() -> None:
    pager = Pager(search())
    found = [*pager.take(page(0, 3, "a", "b", more=True)), *pager.take(page(2, 3, "b", "c"))]
    assert found == ["a", "b", "c"]
    assert pager.request is None
    assert pager.complete(found) == found


def test_a_list_that_never_matches_its_total_is_refused() -> None:
    pager = Pager(search())
    pager.take(page(0, 3, "a"))
    pager.take(page(0, 3, "a"))
    assert pager.request is None
    with pytest.raises(IncompleteListError) as caught:
        pager.complete(["a"])
    assert str(caught.value) == "x: the account says that there are 3, and 1 came, twice"
    assert caught.value.exit_code is ExitCode.ACCOUNT


def test_a_page_without_hits_ends_a_list_that_claims_to_go_on() -> None:
    pager = Pager(search())
    pager.take(page(0, 0, more=True))
    assert pager.request is None


def test_a_list_from_the_middle_on_is_complete_by_what_is_left() -> None:
    pager = Pager(search(start=2))
    assert offset(pager) == 2
    assert pager.complete(pager.take(page(2, 4, "c", "d"))) == ["c", "d"]


@given(st.integers(0, 400), st.integers(1, 100))
def test_every_list_that_stands_still_comes_whole(total: int, per_page: int) -> None:
    names = [str(number) for number in range(total)]
    pager = Pager(search(per_page=per_page))
    found: list[str] = []
    requests = 0
    while (first := offset(pager)) is not None:
        requests += 1
        hits = names[first : first + per_page]
        found += pager.take(page(first, total, *hits, more=first + len(hits) < total))
    assert pager.complete(found) == names
    assert requests == max(1, -(-total // per_page))


def test_both_clients_read_everything() -> None:
    async def everything(url: str) -> int:
        async with AsyncClient(connection(url)) as client:
            return len(await client.all(scenarios.search()))

    with Loopback(answering=listing(101)) as server, Client(connection(server.url)) as client:
        assert len(client.all(scenarios.search())) == 101
        assert asyncio.run(everything(server.url)) == 101
        assert [len(each) for each in client.pages(scenarios.search())] == [100, 1]
    with Loopback(answering=listing(0)) as server, Client(connection(server.url)) as client:
        assert list(client.pages(scenarios.search())) == []
        assert client.all(scenarios.search()) == []
