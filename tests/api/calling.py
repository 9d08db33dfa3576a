"""The client as tests of it use it against the strict server: with its key, and without waiting."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from callr_actions.api.client import AsyncClient, Client
from callr_actions.api.connection import Connection
from callr_actions.api.credentials import Credentials
from callr_actions.masking import Masker
from tests.api.loopback import Time
from tests.api.server.server import KEY

if TYPE_CHECKING:
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
