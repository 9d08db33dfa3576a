"""Puts load on a server: a process of its own with some connections, each with one request on its way.

It speaks just enough HTTP/1.1 for answers that announce their length, so that it costs less than what it
measures. How many requests it could have sent is told with each figure.
"""

from __future__ import annotations

import asyncio
import time
from multiprocessing import get_context
from typing import NamedTuple

CONNECTIONS = 16


class Load(NamedTuple):
    """What came of it.

    Attributes:
        answered: how many requests were answered.
        refused: how many of them with a status that is not 2xx.
        seconds: how long it took.
        own_seconds: the processor time of the process that sent them.
    """

    answered: int
    refused: int
    seconds: float
    own_seconds: float


class _Connection(asyncio.Protocol):
    def __init__(self, request: bytes, until: float) -> None:
        self._request = request
        self._until = until
        self._received = b""
        self.answered = self.refused = 0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(b"\r\n\r\n")
        if head < 0:
            return
        length = 0
        announced = self._received.find(b"content-length: ", 0, head)
        if announced >= 0:
            length = int(self._received[announced + 16 : self._received.index(b"\r\n", announced)])
        if len(self._received) < head + 4 + length:
            return
        self.answered += 1
        self.refused += self._received[9:10] != b"2"
        self._received = b""
        if time.perf_counter() < self._until:
            self._transport.write(self._request)
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)


async def _send(port: int, request: bytes, seconds: float) -> Load:
    loop = asyncio.get_running_loop()
    started, spent = time.perf_counter(), time.process_time()
    connections = []
    for _ in range(CONNECTIONS):
        _, connection = await loop.create_connection(
            lambda: _Connection(request, started + seconds), "127.0.0.1", port
        )
        connections.append(connection)
    await asyncio.gather(*(each.done for each in connections))
    return Load(
        sum(each.answered for each in connections),
        sum(each.refused for each in connections),
        time.perf_counter() - started,
        time.process_time() - spent,
    )


def _run(port: int, request: bytes, seconds: float) -> Load:
    return asyncio.run(_send(port, request, seconds))


def put_load(port: int, request: bytes, seconds: float) -> Load:
    """Send a request again and again for some seconds, from another process."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (port, request, seconds))
