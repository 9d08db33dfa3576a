"""Both clients against a real socket: what arrives there, and what comes back as values."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from callr_actions.api.client import AsyncClient, Client
from callr_actions.api.errors import NotFoundError
from callr_actions.api.resources import scenarios, system
from callr_actions.version import __version__
from tests.api.loopback import KEY, Loopback, Play, Received, connection, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.api.connection import Connection
    from callr_actions.api.request import Request

T = TypeVar("T")


def send_sync(to: Connection, request: Request[T]) -> T:
    with Client(to) as client:
        return client.send(request)


def send_async(to: Connection, request: Request[T]) -> T:
    async def main() -> T:
        async with AsyncClient(to) as client:
            return await client.send(request)

    return asyncio.run(main())


BOTH = pytest.mark.parametrize("send", [send_sync, send_async])
PONG = reply(200, '{"pong": "pong", "time": "2024-04-24T12:00:42.000Z"}')


@BOTH
def test_ping_arrives_with_the_key(send: Callable[..., Any]) -> None:
    with Loopback(PONG) as server:
        pong = send(connection(server.url), system.ping())
    assert pong.pong == "pong"
    (request,) = server.received
    assert (request.method, request.target, request.body) == ("GET", "/v2.0/ping", b"")
    assert request.headers["x-api-key"] == KEY
    assert request.headers["user-agent"] == f"callr-actions/{__version__}"
    assert "authorization" not in request.headers


@BOTH
def test_an_account_s_sid_makes_basic_authentication(send: Callable[..., Any]) -> None:
    with Loopback(PONG) as server:
        send(connection(server.url, account="abcd1234"), system.ping())
    (request,) = server.received
    assert request.headers["authorization"] == "Basic " + b64encode(f"abcd1234:{KEY}".encode()).decode()
    assert "x-api-key" not in request.headers


def scenario(number: int) -> dict[str, Any]:
    return {
        "sid": f"s{number:07d}",
        "name": f"Scenario {number}",
        "script": "branches: {}",
        "format": "yaml",
        "version": "1.0",
        "numbers": [],
        "created": "2024-04-24T12:00:42Z",
        "updated": "2024-04-24T12:00:42Z",
    }


def listing(count: int) -> Callable[[Received], Play]:
    """An account with so many scenarios."""

    def answering(request: Received) -> Play:
        query = dict(pair.split("=") for pair in request.target.partition("?")[2].split("&"))
        first, limit = int(query["offset"]), int(query["limit"])
        hits = [scenario(number) for number in range(first, min(count, first + limit))]
        page = {"offset": first, "total": count, "hasMore": first + len(hits) < count, "hits": hits}
        return reply(200, json.dumps(page))

    return answering


@pytest.mark.parametrize("blocking", [True, False])
def test_a_list_is_read_page_by_page(blocking: bool) -> None:
    async def names(to: Connection) -> list[str]:
        async with AsyncClient(to) as client:
            return [each.name async for each in client.items(scenarios.search())]

    with Loopback(answering=listing(250)) as server:
        if blocking:
            with Client(connection(server.url)) as client:
                found = [each.name for each in client.items(scenarios.search())]
        else:
            found = asyncio.run(names(connection(server.url)))
    assert found == [f"Scenario {number}" for number in range(250)]
    assert [request.target for request in server.received] == [
        f"/v2.0/actions?sort=created&order=asc&offset={offset}&limit=100" for offset in (0, 100, 200)
    ]


@BOTH
def test_what_is_not_there_is_a_typed_error(send: Callable[..., Any]) -> None:
    body = '{"code": "not-found", "message": "no such scenario"}'
    with Loopback(reply(404, body, x_request_id="r-1")) as server, pytest.raises(NotFoundError) as caught:
        send(connection(server.url), scenarios.get("abcd1234"))
    assert str(caught.value) == (
        "GET /actions/abcd1234 (actionsGet): not found (404 not-found): no such scenario; request r-1"
    )
