"""The port: accepts connections, a thread for each, and can be closed and opened again."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from socketserver import ThreadingTCPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from tests.api.server.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.server.answer import Answer
    from tests.api.server.faults import Fault
    from tests.api.server.request import Request

_POLL = 0.005  # seconds until the accepting thread sees that it is to end


class Listener(ThreadingTCPServer):
    """Listens on loopback until it is closed; then every thread of it has ended."""

    allow_reuse_address = True
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, port: int, handle_api: Callable[[Request], tuple[Answer, Fault]]) -> None:
        super().__init__(("127.0.0.1", port), Connection)
        self.handle_api = handle_api
        self.closing = Event()
        self.unreadable: list[bytes] = []
        self.crashes: list[BaseException] = []
        self._open: dict[int, socket.socket] = {}
        self._count = 0
        self._lock = Lock()
        self._thread = Thread(target=self.serve_forever, args=(_POLL,), name="callr-server")
        self._thread.start()

    def opened(self, connection: socket.socket) -> int:
        """Remember a connection; answers how many there were before it."""
        with self._lock:
            self._open[id(connection)] = connection
            self._count += 1
            if self.closing.is_set():
                connection.shutdown(socket.SHUT_RDWR)
            return self._count - 1

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.pop(id(connection), None)

    @property
    def connections(self) -> int:
        """How many are open now."""
        with self._lock:
            return len(self._open)

    def close(self) -> None:
        """Refuse new connections, end the open ones, wait for their threads."""
        self.closing.set()
        self.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._open.values():
                with suppress(OSError):  # its client was quicker
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """An error of the server's own code: a test must fail from it and not wait for an answer."""
        error = sys.exception()
        assert error is not None
        self.crashes.append(error)
