"""What the client costs beside bare httpx, against a server on this machine.

Three promises: under 15 % more per request than bare httpx that decodes the same JSON; 1,000 scenarios with
ten requests; memory that does not grow with a list of 100,000, but for what tells its things apart.
Ends with 1 when one is missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import statistics
import sys
import time
import tracemalloc
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import httpx

from callr_actions.api.client import AsyncClient, Client
from callr_actions.api.connection import Connection
from callr_actions.api.credentials import Credentials
from callr_actions.api.resources import scenarios, system
from callr_actions.masking import Masker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection as Pipe

REQUESTS = 300
ROUNDS = 7
MOST_OVERHEAD = 15.0
# Per thing: its SID and a place in a set.
MOST_BYTES_PER_THING = 160
KEY = "bench" * 8
PONG = b'{"pong":"pong","time":"2024-04-24T12:00:42.000Z"}'


def scenario(number: int) -> dict[str, Any]:
    """Return a scenario as the API shows it, with a script of 1 KB."""
    times = {"created": "2024-04-24T12:00:42.000Z", "updated": "2024-04-24T12:00:42.000Z"}
    return {
        "sid": f"s{number:07d}",
        "name": f"Scenario {number}",
        "script": "# a line\n" * 110,
        "format": "yaml",
        "version": "1.0",
        "numbers": [],
        **times,
    }


def serve(pipe: Pipe) -> None:
    """Answer /ping and lists: `/COUNT/actions` is an account with so many scenarios."""
    import socket  # noqa: PLC0415 - only in the server's process

    import uvicorn  # noqa: PLC0415

    async def app(scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        body = PONG
        if scope["path"].endswith("/actions"):
            count = int(scope["path"].split("/")[1])
            query = parse_qs(scope["query_string"].decode())
            offset, limit = int(query["offset"][0]), int(query["limit"][0])
            hits = [scenario(each) for each in range(offset, min(count, offset + limit))]
            page = {"offset": offset, "total": count, "hasMore": offset + len(hits) < count, "hits": hits}
            body = json.dumps(page).encode()
        length = str(len(body)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    # Only of a socket that says it is TCP does asyncio turn off the waiting for acknowledgements.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    pipe.send(listener.getsockname()[1])
    config = uvicorn.Config(app, log_level="error", lifespan="off", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Give the address of a server in a process of its own."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    process.start()
    url = f"http://127.0.0.1:{here.recv()}"
    try:
        yield url
    finally:
        process.terminate()
        process.join()


def connection(url: str) -> Connection:
    """Return how to reach the server: no limit, everything else as in earnest."""
    masker = Masker()
    return Connection(url=url, credentials=Credentials(KEY, masker=masker), rate_limit=None, masker=masker)


def timed(work: Callable[[], None]) -> float:
    """Return microseconds per request."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) / REQUESTS * 1e6


def compared(bare: Callable[[], None], ours: Callable[[], None]) -> tuple[float, float]:
    """Run both in turn, and return the median of each in microseconds per request."""
    bare()
    ours()
    figures = [(timed(bare), timed(ours)) for _ in range(ROUNDS)]
    return statistics.median(each[0] for each in figures), statistics.median(each[1] for each in figures)


def blocking(url: str) -> tuple[float, float]:
    """Measure the sync client."""
    headers = {"x-api-key": KEY, "accept": "application/json"}
    with httpx.Client(headers=headers) as http, Client(connection(url)) as client:

        def bare() -> None:
            for _ in range(REQUESTS):
                http.get(f"{url}/ping").raise_for_status().json()

        def ours() -> None:
            for _ in range(REQUESTS):
                client.send(system.ping())

        return compared(bare, ours)


def concurrent(url: str) -> tuple[float, float]:
    """Measure the async client."""
    headers = {"x-api-key": KEY, "accept": "application/json"}
    loop = asyncio.new_event_loop()
    http, client = httpx.AsyncClient(headers=headers), AsyncClient(connection(url))

    async def bare() -> None:
        for _ in range(REQUESTS):
            (await http.get(f"{url}/ping")).raise_for_status().json()

    async def ours() -> None:
        for _ in range(REQUESTS):
            await client.send(system.ping())

    found = compared(lambda: loop.run_until_complete(bare()), lambda: loop.run_until_complete(ours()))
    loop.run_until_complete(http.aclose())
    loop.run_until_complete(client.close())
    loop.close()
    return found


def paged(url: str, count: int) -> tuple[int, int, float]:
    """Read a list; return its requests, the peak of memory above the start, and the seconds."""
    pages = 0

    def count_pages(_: object) -> None:
        nonlocal pages
        pages += 1

    with Client(connection(f"{url}/{count}")) as client:
        gc.collect()
        tracemalloc.start()
        started = time.perf_counter()
        found = sum(1 for _ in client.items(scenarios.search(), progress=count_pages))
        took = time.perf_counter() - started
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert found == count
    return pages, peak, took


def main() -> int:
    """Measure everything."""
    missed = False
    with server() as url:
        for name, measure in (("sync", blocking), ("async", concurrent)):
            bare, ours = measure(url)
            over = (ours / bare - 1) * 100
            late = over > MOST_OVERHEAD
            missed = missed or late
            limit = f"limit {MOST_OVERHEAD:.0f} %{' MISSED' if late else ''}"
            sys.stdout.write(f"{name:6} bare {bare:6.0f} us  ours {ours:6.0f} us  {over:+5.1f} %  {limit}\n")
        requests, small, _ = paged(url, 1_000)
        sys.stdout.write(f"1,000 scenarios: {requests} requests\n")
        _, large, took = paged(url, 100_000)
        each = (large - small) / 99_000
        late = each > MOST_BYTES_PER_THING or requests != 10
        missed = missed or late
        sys.stdout.write(
            f"memory: {small / 1e6:.1f} MB for 1,000, {large / 1e6:.1f} MB for 100,000: {each:.0f} bytes "
            f"each, limit {MOST_BYTES_PER_THING}{' MISSED' if late else ''} (read in {took:.0f} s, traced)\n"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
