"""A client that cannot write: `plan` and `drift` have no other, so no slip of theirs changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from callr_actions.api.client import AsyncClient
    from callr_actions.api.connection import Connection
    from callr_actions.api.paging import Search
    from callr_actions.api.request import Request

T = TypeVar("T")


class Reader:
    """Reads an account; has no other method, and sends nothing but GET.

    Args:
        client: what carries.
        connection: knows the method of each operation.
    """

    __slots__ = ("_client", "_operations")

    def __init__(self, client: AsyncClient, connection: Connection) -> None:
        self._client = client
        self._operations = connection.operations

    async def all(self, search: Search[T]) -> list[T]:
        """Return a whole list.

        Raises:
            IncompleteListError: it does not match the total that the account says, twice.
            ApiError: of the kind that fits.
        """
        self._refuse_write(search.operation)
        return await self._client.all(search)

    async def get(self, request: Request[T]) -> T:
        """Return one thing.

        Raises:
            ApiError: of the kind that fits.
        """
        self._refuse_write(request.operation)
        return await self._client.send(request)

    def _refuse_write(self, operation: str) -> None:
        method = self._operations[operation].method
        if method != "GET":
            raise TypeError(f"{operation} is a {method}, and this client only reads")
