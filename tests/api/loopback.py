"""A loopback server that plays a script: one answer per request, byte for byte; it keeps the requests."""

from __future__ import annotations

import socket
import struct
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from callr_actions.api.connection import Connection
from callr_actions.api.credentials import Credentials
from callr_actions.api.edge import Edge
from callr_actions.masking import Masker

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from typing import Any, Self

# No key of anybody, in two pieces so that no scanner thinks so.
KEY = "0123456789abcdef" + "fedcba9876543210"


class Received(NamedTuple):
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Play(NamedTuple):
    """What the server does for one request: sends bytes, perhaps after a while, perhaps with a reset."""

    data: bytes
    delay: float = 0.0
    reset: bool = False


def reply(status: int, body: bytes | str = b"", *, kind: str = "application/json", **headers: str) -> Play:
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"content-type: {kind}", f"content-length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return Play("\r\n".join([*lines, "", ""]).encode() + data)


class Loopback:
    """Answers each request with the next of the script; the last one again and again.

    `answering` may take the script's place: a function from the request to what is played.
    With `tls` it speaks HTTPS.
    """

    def __init__(
        self,
        *script: Play,
        answering: Callable[[Received], Play] | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.received: list[Received] = []
        self._script = list(script)
        self._answering = answering
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._tls = tls
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.port}/v2.0"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)
        for each in self._open:
            each.close()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            self._open.append(peer)
            threading.Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer: socket.socket) -> None:
        if self._tls is not None:
            try:
                peer = self._tls.wrap_socket(peer, server_side=True)
            except OSError:  # who does not trust us goes away
                peer.close()
                return
        with peer, peer.makefile("rb") as file:
            try:
                while (received := _read(file)) is not None:
                    self.received.append(received)
                    play = self._next(received)
                    time.sleep(play.delay)
                    peer.sendall(play.data)
                    if play.reset:
                        # Linger of 0 seconds: closing sends a reset instead of an end.
                        time.sleep(0.05)
                        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        return
            except OSError:
                return

    def _next(self, received: Received) -> Play:
        if self._answering is not None:
            return self._answering(received)
        return self._script.pop(0) if len(self._script) > 1 else self._script[0]


def _read(file: Any) -> Received | None:
    line = file.readline().decode("ascii")
    if not line:
        return None
    method, target, _ = line.split(" ", 2)
    headers: dict[str, str] = {}
    while (line := file.readline().decode("latin-1").strip()) != "":
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = b""
    if headers.get("transfer-encoding") == "chunked":
        while (size := int(file.readline(), 16)) > 0:
            body += file.read(size)
            file.readline()
        file.readline()
    else:
        body = file.read(int(headers.get("content-length", 0)))
    return Received(method, target, headers, body)


class Time:
    """A clock that stands still unless somebody waits; remembers the waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def edge(self, random: float = 1.0) -> Edge:
        return Edge(clock=lambda: self.now, sleep=self.sleep, asleep=self.asleep, random=lambda: random)

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)


def connection(url: str, *, clock: Time | None = None, account: str | None = None, **more: Any) -> Connection:
    masker: Masker = more.pop("masker", None) or Masker()
    more.setdefault("rate_limit", None)
    return Connection(
        url=url,
        credentials=Credentials(KEY, account=account, masker=masker),
        masker=masker,
        edge=(clock or Time()).edge(),
        **more,
    )
