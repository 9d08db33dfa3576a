"""Files that the account made: fetched from its own host with the key, from nowhere else at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.api.client import AsyncClient, Client
from callr_actions.api.errors import NetworkError, NotFoundError, UnexpectedAnswerError
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from tests.api.loopback import KEY, Loopback, connection, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.api.connection import Connection

ROWS = "callid,direction\n1,inbound\n"


def blocking(to: Connection, address: object) -> bytes:
    with Client(to) as client:
        return client.download(address)


def with_asyncio(to: Connection, address: object) -> bytes:
    async def main() -> bytes:
        async with AsyncClient(to) as client:
            return await client.download(address)

    return asyncio.run(main())


@pytest.fixture(params=[blocking, with_asyncio], ids=["sync", "async"])
def download(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_a_file_of_the_accounts_own_host(download: Callable[[Connection, object], bytes]) -> None:
    with Loopback(reply(200, ROWS, kind="text/csv")) as server:
        address = server.url.removesuffix("/v2.0") + "/files/a%2Bb.csv?signature=a%2Fb+c&x={sid}"
        assert download(connection(server.url), address) == ROWS.encode()
    (received,) = server.received
    assert received.target == "/files/a%2Bb.csv?signature=a%2Fb+c&x={sid}"
    assert received.headers["x-api-key"] == KEY


@pytest.mark.parametrize(
    "address",
    [
        "{scheme}://127.0.0.2:{port}/x.csv",
        "{scheme}://127.0.0.1:{other}/x.csv",
        "https://127.0.0.1:{port}/x.csv",
        "{scheme}://user@127.0.0.1:{port}/x.csv",
        "{scheme}://127.0.0.1:{port}@example.com/x.csv",
        "//example.com/x.csv",
        "ftp://127.0.0.1/x.csv",
    ],
)
def test_a_file_of_another_host_is_not_fetched(address: str) -> None:
    with Loopback(reply(200, ROWS)) as server, Loopback(reply(200, ROWS)) as other:
        there = address.format(scheme="http", port=server.port, other=other.port)
        with pytest.raises(CallrActionsError) as error:
            blocking(connection(server.url), there)
        assert error.value.exit_code is ExitCode.REFUSED
        assert f"and only what is at http://127.0.0.1:{server.port} is fetched" in error.value.message
    assert server.received == other.received == []


@pytest.mark.parametrize("address", [None, 7, {"url": "x"}, "", "x.csv", "/x.csv", "http://h:port/", "a\nb"])
def test_what_is_no_address(address: object) -> None:
    with Loopback(reply(200, ROWS)) as server:
        with pytest.raises(CallrActionsError) as error:
            blocking(connection(server.url), address)
        assert error.value.message == "the account names no address to download from"
        assert error.value.exit_code is ExitCode.ACCOUNT
    assert server.received == []


def test_a_file_that_is_gone_or_elsewhere(download: Callable[[Connection, object], bytes]) -> None:
    moved = reply(302, location="http://127.0.0.2/")
    with Loopback(reply(404), moved) as server:
        address = server.url.removesuffix("/v2.0") + "/x.csv?signature=s3cret"
        with pytest.raises(NotFoundError) as missing:
            download(connection(server.url), address)
        assert str(missing.value).startswith("GET /x.csv (download): not found (404)")
        with pytest.raises(UnexpectedAnswerError, match="credentials do not follow a redirect"):
            download(connection(server.url), address)
    with pytest.raises(NetworkError):
        blocking(connection(server.url), address)
