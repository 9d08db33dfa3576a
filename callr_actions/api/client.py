"""The two clients: async for the commands, sync for everyone who wants it so. They only carry.

What to send, what an answer means and what to ask for next is decided in `exchange` and `paging`, once for
both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import httpx

from callr_actions.api.carry import Outfit, answered, blocking_stack, stack
from callr_actions.api.download import downloading
from callr_actions.api.exchange import exchange
from callr_actions.api.network import fault_of
from callr_actions.api.paging import Pager
from callr_actions.api.retries import Attempts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator
    from typing import Self

    from callr_actions.api.connection import Connection
    from callr_actions.api.exchange import Outgoing
    from callr_actions.api.failures import Answered, Fault
    from callr_actions.api.paging import Progress, Search
    from callr_actions.api.request import Request

T = TypeVar("T")


class Client:
    """A client that blocks. Use it as a context manager; it may be shared between threads.

    Args:
        connection: how to reach the account.
        transport: sends in the place of the network, such as one that ends in this process.
    """

    def __init__(self, connection: Connection, *, transport: httpx.BaseTransport | None = None) -> None:
        self._connection = connection
        self._outfit = Outfit(connection)
        self._transport = blocking_stack(connection, transport)

    def send(self, request: Request[T]) -> T:
        """Send a request and return its answer as a value.

        Raises:
            ApiError: of the kind that fits.
            CallrActionsError: an argument of the request cannot be one.
        """
        steps = exchange(request, self._connection.operations, self._connection.masker)
        return self._carried_out(steps)

    def download(self, address: object) -> bytes:
        """Return a file that the account made, by its address in an answer, such as the result of a task.

        Raises:
            ApiError: of the kind that fits.
            CallrActionsError: it is no address, or not one of the account's own host.
        """
        return self._carried_out(downloading(address, self._connection))

    def pages(
        self, search: Search[T], *, progress: Callable[[Progress], None] | None = None
    ) -> Iterator[list[T]]:
        """Yield a list page by page, each thing once; read again once where its total moved."""
        return self._pages(Pager(search, progress))

    def items(self, search: Search[T], *, progress: Callable[[Progress], None] | None = None) -> Iterator[T]:
        """Yield the things of a list one by one."""
        for page in self.pages(search, progress=progress):
            yield from page

    def all(self, search: Search[T], *, progress: Callable[[Progress], None] | None = None) -> list[T]:
        """Return a whole list, exactly as the last reading met it.

        Raises:
            IncompleteListError: it does not match the total that the account says, twice.
        """
        pager = Pager(search, progress)
        found = [item for page in self._pages(pager) for item in page]
        return pager.complete(found)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _pages(self, pager: Pager[T]) -> Iterator[list[T]]:
        while pager.request is not None:
            new = pager.take(self.send(pager.request))
            if new:
                yield new

    def _carried_out(self, steps: Generator[Outgoing, Answered | Fault, T]) -> T:
        outgoing = next(steps)
        while True:
            came = self._carry(outgoing)
            try:
                outgoing = steps.send(came)
            except StopIteration as end:
                answer: T = end.value
                return answer

    def _carry(self, outgoing: Outgoing) -> Answered | Fault:
        attempts = Attempts(self._connection.retries, outgoing.method, self._connection.edge)
        with self._outfit.request(outgoing, attempts) as request:
            try:
                return answered(self._transport.handle_request(request), attempts)
            except httpx.HTTPError as error:
                return fault_of(error, self._connection, attempts)


class AsyncClient:
    """A client for asyncio. Use it as an async context manager.

    Args:
        connection: how to reach the account.
        transport: sends in the place of the network, such as httpx's ASGI transport.
    """

    def __init__(self, connection: Connection, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._connection = connection
        self._outfit = Outfit(connection)
        self._transport = stack(connection, transport)

    async def send(self, request: Request[T]) -> T:
        """Send a request and return its answer as a value.

        Raises:
            ApiError: of the kind that fits.
            CallrActionsError: an argument of the request cannot be one.
        """
        steps = exchange(request, self._connection.operations, self._connection.masker)
        return await self._carried_out(steps)

    async def download(self, address: object) -> bytes:
        """Return a file that the account made, by its address in an answer, such as the result of a task.

        Raises:
            ApiError: of the kind that fits.
            CallrActionsError: it is no address, or not one of the account's own host.
        """
        return await self._carried_out(downloading(address, self._connection))

    def pages(
        self, search: Search[T], *, progress: Callable[[Progress], None] | None = None
    ) -> AsyncIterator[list[T]]:
        """Yield a list page by page, each thing once; read again once where its total moved."""
        return self._pages(Pager(search, progress))

    async def items(
        self, search: Search[T], *, progress: Callable[[Progress], None] | None = None
    ) -> AsyncIterator[T]:
        """Yield the things of a list one by one."""
        async for page in self.pages(search, progress=progress):
            for item in page:
                yield item

    async def all(self, search: Search[T], *, progress: Callable[[Progress], None] | None = None) -> list[T]:
        """Return a whole list, exactly as the last reading met it.

        Raises:
            IncompleteListError: it does not match the total that the account says, twice.
        """
        pager = Pager(search, progress)
        found = [item async for page in self._pages(pager) for item in page]
        return pager.complete(found)

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _pages(self, pager: Pager[T]) -> AsyncIterator[list[T]]:
        while pager.request is not None:
            new = pager.take(await self.send(pager.request))
            if new:
                yield new

    async def _carried_out(self, steps: Generator[Outgoing, Answered | Fault, T]) -> T:
        outgoing = next(steps)
        while True:
            came = await self._carry(outgoing)
            try:
                outgoing = steps.send(came)
            except StopIteration as end:
                answer: T = end.value
                return answer

    async def _carry(self, outgoing: Outgoing) -> Answered | Fault:
        attempts = Attempts(self._connection.retries, outgoing.method, self._connection.edge)
        with self._outfit.request(outgoing, attempts) as request:
            try:
                return answered(await self._transport.handle_async_request(request), attempts)
            except httpx.HTTPError as error:
                return fault_of(error, self._connection, attempts)
