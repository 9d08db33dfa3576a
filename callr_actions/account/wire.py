"""uvicorn's HTTP with bounds that it does not have: how long a request's line and headers may be."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The name of what ends the connection, among the extensions of a request's scope.
HANG_UP = "callr-actions.hang-up"
LARGEST_HEAD_BYTES = 64 * 1024
_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/json\r\nconnection: close\r\n"
)
_REASON = b'{"code":"too-large","message":"the request line and the headers are larger than 65536 bytes"}'


class BoundedHttp(HttpToolsProtocol):
    """One connection. The parser gathers headers without end; here they end."""

    # What came since the last message was complete, as long as its headers are not.
    _head_bytes = 0
    _in_head = True

    def data_received(self, data: bytes) -> None:
        """Take bytes off the wire."""
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > LARGEST_HEAD_BYTES and not self.transport.is_closing():
            length = b"content-length: %d\r\n\r\n" % len(_REASON)
            self.transport.write(_REFUSAL + length + _REASON)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The parser has all headers."""
        self._in_head = False
        # For faults on purpose: ASGI itself has no way to end a connection.
        self.scope["extensions"] = {HANG_UP: {"transport": self.transport}}
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The parser has the whole request."""
        self._in_head, self._head_bytes = True, 0
        super().on_message_complete()
