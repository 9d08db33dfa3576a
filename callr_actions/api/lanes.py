"""So many connections, each with a transport of its own, and a queue in front of them.

httpx's own pool walks through all of its connections and all that waits for one at each request and each
answer, and gives those that come at once the same idle connection, of which all but one come again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable


class Lanes(httpx.AsyncBaseTransport):
    """Gives each request a connection for itself; those that find none wait in the order they came.

    Args:
        lane: makes a transport of one connection, which has read the whole answer when it returns it. The
            first is made at once, others when they are needed.
        most: how many there may be.
    """

    def __init__(self, lane: Callable[[], httpx.AsyncBaseTransport], most: int) -> None:
        self._lane = lane
        self._turns = asyncio.Semaphore(most)
        self._all = [lane()]
        # The one used last is the next: few connections are kept busy, and the others may close.
        self._free = list(self._all)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request when there is a connection for it."""
        async with self._turns:
            lane = self._free.pop() if self._free else self._another()
            try:
                return await lane.handle_async_request(request)
            finally:
                self._free.append(lane)

    def _another(self) -> httpx.AsyncBaseTransport:
        lane = self._lane()
        self._all.append(lane)
        return lane

    async def aclose(self) -> None:
        """Close the connections."""
        for lane in self._all:
            await lane.aclose()
