"""A request as ASGI hands it over: no more of it than the account looks at.

The request object of a web framework takes as long to make as a whole answer of the account.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """Return headers by their names in small letters; of several with one name the first."""
    return dict(reversed(scope["headers"]))


class Disconnected(Exception):  # noqa: N818 - nobody is left to be told of an error
    """The client hung up before its body was whole."""


class Request:
    """A request.

    Attributes:
        method: the HTTP method.
        path: the path as it was sent, without the query.
        query: the query as it was sent.
        headers: as `headers_of` gives them.
        number_of_headers: how many were sent.
    """

    __slots__ = ("_receive", "headers", "method", "number_of_headers", "path", "query")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.method: str = scope["method"]
        self.path: bytes = scope["raw_path"]
        self.query: bytes = scope["query_string"]
        self.number_of_headers = len(scope["headers"])
        self.headers = headers_of(scope)
        self._receive = receive

    def header(self, name: bytes) -> str:
        """Return a header's text, "" for one that was not sent."""
        return self.headers.get(name, b"").decode("latin-1")

    async def chunks(self) -> AsyncIterator[bytes]:
        """Give the body as it comes.

        Raises:
            Disconnected: the client hung up.
        """
        more = True
        while more:
            message = await self._receive()
            if message["type"] != "http.request":
                raise Disconnected
            chunk: bytes = message.get("body", b"")
            if chunk:
                yield chunk
            more = message.get("more_body", False)
