"""uvicorn's HTTP with bounds that it does not have: how long a request's head may be, and how slow.

What is no HTTP is refused in the words and the shape of every other refusal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from callr_actions.account.one_write import OneWrite
from callr_actions.account.problem import CODES

if TYPE_CHECKING:
    import asyncio

# The name of what ends the connection, among the extensions of a request's scope.
HANG_UP = "callr-actions.hang-up"
LARGEST_HEAD_BYTES = 64 * 1024
# From the first byte, or from the answer before, to the end of the headers.
HEAD_SECONDS = 30.0
_REASONS = {400: b"Bad Request", 408: b"Request Timeout", 431: b"Request Header Fields Too Large"}


class BoundedHttp(HttpToolsProtocol):
    """One connection. The parser gathers headers without end and waits for ever; here both end."""

    # What came since the last message was complete, as long as its headers are not.
    _head_bytes = 0
    _in_head = True
    _heads = 0
    _heads_before = 0
    _watch: asyncio.TimerHandle

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connected."""
        super().connection_made(OneWrite(transport, self.loop))
        self._watch = self.loop.call_later(HEAD_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._watch.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        # One timer for a connection and none for a request: a head may take up to twice the time.
        if self._in_head and self._heads == self._heads_before:
            if self._head_bytes:
                self._refuse(408, f"the headers took longer than {HEAD_SECONDS:g} seconds")
            self.transport.close()
        else:
            self._heads_before = self._heads
            self._watch = self.loop.call_later(HEAD_SECONDS, self._look)

    def data_received(self, data: bytes) -> None:
        """Take bytes off the wire."""
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > LARGEST_HEAD_BYTES and not self.transport.is_closing():
            self._refuse(431, f"the request line and the headers are larger than {LARGEST_HEAD_BYTES} bytes")

    def on_headers_complete(self) -> None:
        """The parser has all headers."""
        self._in_head = False
        self._heads += 1
        # For faults on purpose: ASGI itself has no way to end a connection.
        self.scope["extensions"] = {HANG_UP: {"transport": self.transport}}
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The parser has the whole request."""
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words do not say what to do
        """Refuse what the parser cannot read."""
        self._refuse(400, "this is not HTTP/1.1: the request line, a header or the body's length is wrong")

    def _refuse(self, status: int, message: str) -> None:
        body = msgspec.json.encode({"code": CODES[status], "message": message})
        head = b"HTTP/1.1 %d %s\r\ncontent-type: application/json\r\nconnection: close\r\n"
        length = b"content-length: %d\r\n\r\n" % len(body)
        self.transport.write(head % (status, _REASONS[status]) + length + body)
        self.transport.close()
