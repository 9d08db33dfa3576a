"""A client that is given no more requests at a time than it has connections.

httpx keeps those that wait for a connection in a list, and walks through it at each answer; here they wait in
a queue, which nobody looks at.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from callr_actions.api.client import AsyncClient
    from callr_actions.api.request import Request

T = TypeVar("T")


class BoundedClient:
    """Sends through a client.

    Args:
        client: sends.
        most: how many requests at a time.
    """

    def __init__(self, client: AsyncClient, most: int) -> None:
        self._client = client
        self._turns = asyncio.Semaphore(most)

    async def send(self, request: Request[T]) -> T:
        """Send a request when it is its turn, and return its answer; see `AsyncClient.send`."""
        async with self._turns:
            return await self._client.send(request)
