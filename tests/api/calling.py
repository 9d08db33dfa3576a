"""The client as tests of it use it against the strict server: with its key, and without waiting."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from itertools import cycle
from typing import TYPE_CHECKING, Any

from callr_actions.api.client import AsyncClient, Client
from callr_actions.api.connection import Connection
from callr_actions.api.credentials import Credentials
from callr_actions.masking import Masker
from tests.api.loopback import Time
from tests.api.server.server import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.api.request import Request
    from tests.api.server.server import CallrServer


def connection(server: CallrServer, clock: Time | None = None, **more: Any) -> Connection:
    """A connection on which no time passes but the one that the server takes."""
    masker = Masker()
    credentials = Credentials(KEY, account=more.pop("account", None), masker=masker)
    more.setdefault("rate_limit", None)
    return Connection(
        url=server.url, credentials=credentials, masker=masker, edge=(clock or Time()).edge(), **more
    )


def send_sync(to: Connection, request: Request[Any]) -> Any:
    with Client(to) as client:
        return client.send(request)


def send_async(to: Connection, request: Request[Any]) -> Any:
    async def main() -> Any:
        async with AsyncClient(to) as client:
            return await client.send(request)

    return asyncio.run(main())


@contextmanager
def open_sync(to: Connection) -> Iterator[Callable[[Request[Any]], Any]]:
    """One sync client for many requests."""
    with Client(to) as client:
        yield client.send


@contextmanager
def open_async(to: Connection) -> Iterator[Callable[[Request[Any]], Any]]:
    """One async client for many requests."""
    client = AsyncClient(to)
    with asyncio.Runner() as loop:
        yield lambda request: loop.run(client.send(request))
        loop.run(client.close())


@contextmanager
def open_both(to: Connection, first: int = 0) -> Iterator[Callable[[Request[Any]], Any]]:
    """Both clients, taking turns with the requests; 1 lets the async one begin."""
    with open_sync(to) as blocking, open_async(to) as concurrent:
        turns = cycle((blocking, concurrent) if first % 2 == 0 else (concurrent, blocking))

        def send(request: Request[Any]) -> Any:
            return next(turns)(request)

        yield send
