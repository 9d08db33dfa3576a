"""An answer before it goes over the wire, and the wire."""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threading import Event

JSON = ("content-type", "application/json")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body; the length is added when it is sent."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @classmethod
    def of_json(cls, status: int, value: Any) -> Answer:
        return cls(status, (JSON,), json.dumps(value, ensure_ascii=False).encode())

    @classmethod
    def error(cls, status: int, code: str, message: str) -> Answer:
        """An error in the documented shape."""
        return cls.of_json(status, {"code": code, "message": message})

    def with_header(self, name: str, value: str) -> Answer:
        """The same answer with this header in the place of those of its name."""
        others = tuple(pair for pair in self.headers if pair[0] != name)
        return replace(self, headers=(*others, (name, value)))

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def head(self) -> bytes:
        known = {status.value: status.phrase for status in HTTPStatus}
        lines = [f"HTTP/1.1 {self.status} {known.get(self.status, '')}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        framed = any(name in ("content-length", "transfer-encoding") for name, _ in self.headers)
        if self.status != 204 and not framed:
            lines.append(f"content-length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


class Wire:
    """The open connection to one client."""

    def __init__(self, connection: socket.socket, closing: Event) -> None:
        self._connection = connection
        self._closing = closing
        self.is_open = True

    def send(self, data: bytes) -> None:
        """Send these bytes; that the client has gone away is not the server's fault."""
        try:
            self._connection.sendall(data)
        except OSError:
            self.is_open = False

    def wait(self, seconds: float) -> None:
        """Let time pass, but not longer than the server lives."""
        self._closing.wait(seconds)

    def hang_up(self) -> None:
        """End the connection in the regular way (FIN)."""
        self.is_open = False

    def reset(self) -> None:
        """End the connection as a crash does (RST): the client's reads fail."""
        linger_not = struct.pack("ii", 1, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
        self.is_open = False
