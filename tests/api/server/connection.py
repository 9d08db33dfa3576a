"""One client's connection: reads requests byte by byte, hands them over, sends what comes back."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, cast

from tests.api.server.answer import Wire
from tests.api.server.request import Request

if TYPE_CHECKING:
    import socket

    from tests.api.server.listener import Listener

_LONGEST_LINE = 65_536


class Recorder:
    """A stream that keeps what was read from it."""

    def __init__(self, stream: object) -> None:
        self._stream = stream
        self.kept = bytearray()

    def readline(self, size: int = -1) -> bytes:
        return self._keep(self._stream.readline(size))  # type: ignore[attr-defined]

    def read(self, size: int = -1) -> bytes:
        return self._keep(self._stream.read(size))  # type: ignore[attr-defined]

    def close(self) -> None:
        self._stream.close()  # type: ignore[attr-defined]

    def _keep(self, data: bytes) -> bytes:
        self.kept += data
        return data


class Connection(BaseHTTPRequestHandler):
    """Keeps the connection open between requests, as HTTP/1.1 does."""

    protocol_version = "HTTP/1.1"
    server: Listener
    connection: socket.socket

    def setup(self) -> None:
        super().setup()
        self._recorder = Recorder(self.rfile)
        self.rfile = cast("object", self._recorder)  # type: ignore[assignment]
        self._number = self.server.opened(self.connection)

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True  # the client has gone

    def handle_one_request(self) -> None:
        self._recorder.kept.clear()
        self.raw_requestline = self.rfile.readline(_LONGEST_LINE + 1)
        if not self.raw_requestline:
            self.close_connection = True
            return
        if not self.parse_request():
            return
        body = self._chunks() if self._is_chunked else self._exactly(int(self.headers["content-length"] or 0))
        method, target, _version = self.requestline.split(" ")
        request = Request(
            method=method,
            target=target,
            headers=tuple(self.headers.items()),
            body=body,
            raw=bytes(self._recorder.kept),
            at=time.monotonic(),
            connection=self._number,
        )
        answer, fault = self.server.handle_api(request)
        wire = Wire(self.connection, self.server.closing)
        fault.deliver(wire, answer)
        if not wire.is_open:
            self.close_connection = True

    @property
    def _is_chunked(self) -> bool:
        return (self.headers["transfer-encoding"] or "").lower() == "chunked"

    def _exactly(self, size: int) -> bytes:
        body = self.rfile.read(size)
        if len(body) < size:
            raise ConnectionAbortedError("the client has gone in mid-request")
        return body

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self.rfile.readline(20), 16):
            body += self._exactly(size)
            self.rfile.readline(2)
        self.rfile.readline(2)
        return body

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # at once, so that a reset is not preceded by a regular end
        self.server.closed(self.connection)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library refuses as no HTTP is kept before the client knows of it."""
        self.server.unreadable.append(bytes(self._recorder.kept))
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """The server keeps its own records."""
