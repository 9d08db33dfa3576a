"""Lists read to their end by both clients: long ones, and ones that move meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.api.client import AsyncClient, Client
from callr_actions.api.errors import IncompleteListError
from callr_actions.api.resources import (
    audio_files,
    end_users,
    numbers,
    recordings,
    scenarios,
    sms,
    webhooks,
)
from tests.api.calling import connection
from tests.api.server.listing import Listing

if TYPE_CHECKING:
    from callr_actions.api.connection import Connection
    from callr_actions.api.paging import Search
    from tests.api.server.server import CallrServer

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

SEARCHES: dict[str, Search[Any]] = {
    "actionsSearch": scenarios.search(),
    "audioFilesSearch": audio_files.search(),
    "endUsersSearch": end_users.search(),
    "numbersSearch": numbers.search(),
    "recordingsSearch": recordings.search(),
    "smsSearch": sms.search(),
    "webhooksSearch": webhooks.search(),
    "webhooksSearchLogs": webhooks.logs(),
}


def all_sync(to: Connection, search: Search[Any]) -> list[Any]:
    with Client(to) as client:
        return client.all(search)


def all_async(to: Connection, search: Search[Any]) -> list[Any]:
    async def main() -> list[Any]:
        async with AsyncClient(to) as client:
            return await client.all(search)

    return asyncio.run(main())


BOTH = pytest.mark.parametrize("read", [all_sync, all_async])


@BOTH
@pytest.mark.parametrize("name", SEARCHES)
def test_every_list_is_read_to_its_end(callr_server: CallrServer, name: str, read: Any) -> None:
    callr_server.holds(name, Listing(257))
    found = read(connection(callr_server), SEARCHES[name])
    assert len(found) == 257
    assert callr_server.count(name) == 3
    assert callr_server.complaints == []


def test_a_long_list(callr_server: CallrServer) -> None:
    callr_server.holds("actionsSearch", Listing(3_000))
    found = all_sync(connection(callr_server), SEARCHES["actionsSearch"])
    assert len({one.sid for one in found}) == 3_000
    assert callr_server.count("actionsSearch") == 30


@BOTH
def test_a_list_that_moved_is_read_again_from_the_start(callr_server: CallrServer, read: Any) -> None:
    callr_server.holds("actionsSearch", Listing(250, removed=100))
    found = read(connection(callr_server), SEARCHES["actionsSearch"])
    assert len(found) == 50  # what was left at the second reading, which fits on one page
    assert callr_server.count("actionsSearch") == 3
    assert callr_server.complaints == []


@BOTH
@pytest.mark.parametrize(
    ("listing", "asked"),
    [
        ({"count": 250, "inserted": 1}, 6),
        ({"count": 250, "removed": 1}, 6),
        ({"count": 300, "repeated": 1}, 6),
        ({"count": 250, "total": 251}, 6),
        ({"count": 0, "total": 3, "has_more": True}, 2),
        ({"count": 250, "has_more": False}, 2),
    ],
    ids=["grows", "shrinks", "overlaps", "lies", "empty", "ends early"],
)
def test_a_list_that_never_matches_its_total_is_an_error(
    callr_server: CallrServer, listing: dict[str, Any], asked: int, read: Any
) -> None:
    callr_server.holds("actionsSearch", Listing(**listing))
    with pytest.raises(IncompleteListError, match="twice"):
        read(connection(callr_server), SEARCHES["actionsSearch"])
    assert callr_server.count("actionsSearch") == asked


@BOTH
def test_what_comes_twice_is_given_once(callr_server: CallrServer, read: Any) -> None:
    callr_server.holds("actionsSearch", Listing(250, repeated=1))
    found = read(connection(callr_server), SEARCHES["actionsSearch"])
    assert len({one.sid for one in found}) == len(found) == 250


@BOTH
def test_pages_smaller_than_asked_for_are_no_harm(callr_server: CallrServer, read: Any) -> None:
    callr_server.holds("smsSearch", Listing(25, cap=10))
    assert len(read(connection(callr_server), SEARCHES["smsSearch"])) == 25
    assert callr_server.count("smsSearch") == 3


@BOTH
def test_a_list_that_always_says_there_is_more_ends(callr_server: CallrServer, read: Any) -> None:
    callr_server.holds("smsSearch", Listing(150, has_more=True))
    assert len(read(connection(callr_server), SEARCHES["smsSearch"])) == 150
    assert callr_server.count("smsSearch") == 3
