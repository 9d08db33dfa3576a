"""What comes over a connection that no client would send: too slow, too much, no HTTP."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from callr_actions.account import wire
from callr_actions.account.one_write import OneWrite
from callr_actions.account.served import Address, served

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ROOT = Path(__file__).parents[2]
SERVER = """
import asyncio, resource, sys
from callr_actions.account.served import Address, served

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

async def main():
    async with served(None, Address(port=0)) as account:
        print(account.base_url, account.key, peak(), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        print(peak(), flush=True)

asyncio.run(main())
"""


def on_a_connection(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter, Any], Awaitable[bytes]],
) -> bytes:
    async def scenario() -> bytes:
        async with served(None, Address(port=0)) as account:
            port = httpx.URL(account.base_url).port
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            answer = await talk(reader, writer, account)
            writer.close()
            return answer

    return asyncio.run(scenario())


def test_headers_that_come_too_slowly_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.05)

    async def scenario() -> bytes:
        async with served(None, Address(port=0)) as account:
            # The bytes are there before the server has taken the connection, and its clock begins.
            early = socket.create_connection(("127.0.0.1", httpx.URL(account.base_url).port or 0))
            early.sendall(b"GET /v2.0/ping HTTP/1.1\r\n")
            reader, writer = await asyncio.open_connection(sock=early)
            answer = await reader.read()
            writer.close()
            return answer

    answer = asyncio.run(scenario())
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert answer.endswith(b'{"code":"too-slow","message":"the headers took longer than 0.05 seconds"}')


def test_a_connection_that_asks_nothing_is_closed_and_one_that_asks_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[wire.BoundedHttp] = []
    before = wire.BoundedHttp.connection_made

    def connection_made(self: wire.BoundedHttp, transport: asyncio.Transport) -> None:
        made.append(self)
        before(self, transport)

    monkeypatch.setattr(wire.BoundedHttp, "connection_made", connection_made)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, account: Any) -> bytes:
        head = f"GET /v2.0/ping HTTP/1.1\r\nhost: localhost\r\nx-api-key: {account.key}\r\n\r\n"
        for _ in range(3):
            writer.write(head.encode())
            assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200 OK")
            made[0]._look()  # as the timer does
        made[0]._look()
        return await reader.read()

    assert on_a_connection(talk) == b""


@pytest.mark.parametrize(
    "nonsense",
    [
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /v2.0/p\xffng HTTP/1.1\r\n\r\n",
        b"GET /v2.0/ping HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST /v2.0/actions HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        b"POST /v2.0/actions HTTP/1.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_with_a_reason(nonsense: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _: Any) -> bytes:
        writer.write(nonsense)
        return await reader.read()

    head, _, body = on_a_connection(talk).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request")
    assert json.loads(body) == {
        "code": "bad-request",
        "message": "this is not HTTP/1.1: the request line, a header or the body's length is wrong",
    }


def test_a_flood_of_large_bodies_and_heads_costs_bounded_memory() -> None:
    """A hundred bodies of a megabyte that never end, a hundred long heads, a hundred megabytes in one."""

    async def push(port: int, data: bytes, times: int) -> asyncio.StreamWriter:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(times):
            if writer.is_closing():
                break
            writer.write(data)
            try:
                await asyncio.wait_for(writer.drain(), 1)
            except (ConnectionError, TimeoutError):
                break
        return writer

    async def flood(url: str, key: str) -> None:
        port = httpx.URL(url).port or 0
        head = f"POST /v2.0/actions HTTP/1.1\r\nhost: localhost\r\nx-api-key: {key}\r\n"
        head += "content-type: application/json\r\n"
        unending = f"{head}content-length: 1048576\r\n\r\n".encode() + b" " * 1_000_000
        chunked = f"{head}transfer-encoding: chunked\r\n\r\n".encode()
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        writers = await asyncio.gather(
            *(push(port, unending, 1) for _ in range(100)),
            *(push(port, b"GET / HTTP/1.1\r\nx: " + b"a" * 60_000, 1) for _ in range(100)),
            push(port, chunked + chunk * 100, 1),
        )
        async with httpx.AsyncClient(trust_env=False, headers={"x-api-key": key}, timeout=None) as http:
            assert (await http.get(f"{url}/ping")).status_code == 200
        for writer in writers:
            writer.close()

    server = subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert server.stdout is not None
        url, key, before = server.stdout.readline().split()
        asyncio.run(flood(url, key))
        after, _ = server.communicate("\n")
    finally:
        server.kill()
        server.wait()
    # 64 MiB of bodies are held at most, and each is copied once when it is handed over.
    assert int(after) - int(before) < 128 * 1024 * 1024


def test_what_fails_in_the_background_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with served(None, Address(port=0)) as account:
            take_due = account.app.work.take_due
            failed = asyncio.Event()

            def fail() -> None:
                failed.set()
                raise RuntimeError("a step is broken")

            account.app.work.take_due = fail  # type: ignore[method-assign]
            await failed.wait()
            taken = asyncio.Event()

            def take() -> None:
                taken.set()
                take_due()

            account.app.work.take_due = take  # type: ignore[method-assign]
            await taken.wait()

    asyncio.run(scenario())
    assert "a step is broken" in caplog.text


def test_a_transport_that_is_aborted_sends_nothing_more() -> None:
    class Wire(asyncio.Transport):
        def __init__(self) -> None:
            super().__init__()
            self.sent: list[Any] = []

        def write(self, data: Any) -> None:
            self.sent.append(data)

        def close(self) -> None:
            self.sent.append("close")

        def abort(self) -> None:
            self.sent.append("abort")

    async def scenario() -> tuple[list[Any], list[Any]]:
        kept, dropped = Wire(), Wire()
        for transport, end in ((kept, OneWrite.close), (dropped, OneWrite.abort)):
            writing = OneWrite(transport, asyncio.get_running_loop())
            for part in (b"head", b" ", b"body"):
                writing.write(part)
            end(writing)
        await asyncio.sleep(0)
        return kept.sent, dropped.sent

    assert asyncio.run(scenario()) == ([b"head body", "close"], ["abort"])
