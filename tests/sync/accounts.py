"""An account in memory to read and write, whose requests are counted and can be meddled with."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import httpx

from callr_actions.account.embedded import embedded
from callr_actions.api.client import AsyncClient
from callr_actions.api.connection import Connection
from callr_actions.api.credentials import Credentials
from callr_actions.api.edge import Edge
from callr_actions.sync.reader import Reader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from callr_actions.api.request import Request

    Meddler = Callable[[httpx.Request, Callable[[], Awaitable[httpx.Response]]], Awaitable[httpx.Response]]

T = TypeVar("T")


class Counting(httpx.AsyncBaseTransport):
    """Hands requests on and writes them down; `meddler` may answer in the account's place."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.sent: list[str] = []
        self.meddler: Meddler | None = None
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(f"{request.method} {request.url.path.removeprefix('/v2.0')}")

        async def go_on() -> httpx.Response:
            return await self._inner.handle_async_request(request)

        return await go_on() if self.meddler is None else await self.meddler(request, go_on)


class AnAccount:
    """An account, as a test sees it."""

    def __init__(self, client: AsyncClient, connection: Connection, transport: Counting) -> None:
        self.client = client
        self.connection = connection
        self.transport = transport
        self.reader = Reader(client, connection)

    @property
    def sent(self) -> list[str]:
        """Every request up to now, such as `GET /actions`."""
        return self.transport.sent

    async def send(self, request: Request[T]) -> T:
        """Do something as somebody else would; it is not counted."""
        before = list(self.transport.sent)
        meddler, self.transport.meddler = self.transport.meddler, None
        try:
            return await self.client.send(request)
        finally:
            self.transport.sent[:] = before
            self.transport.meddler = meddler


@asynccontextmanager
async def an_account() -> AsyncIterator[AnAccount]:
    """Open an account in memory."""
    async with embedded(None, seed=1) as account:
        transport = Counting(account.transport)

        async def at_once(_: float) -> None: ...

        connection = Connection(
            url=account.base_url,
            credentials=Credentials(account.key, masker=Connection.with_key("x" * 40).masker),
            rate_limit=None,
            edge=Edge(asleep=at_once, random=lambda: 0.0),
        )
        async with AsyncClient(connection, transport=transport) as client:
            yield AnAccount(client, connection, transport)
