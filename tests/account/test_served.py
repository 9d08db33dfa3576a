"""The account on a port, with real connections; and in a file that several processes share."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from callr_actions.account import served as module
from callr_actions.account.clock import Pace
from callr_actions.account.embedded import embedded
from callr_actions.account.served import Address, served
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    import socket

ANYWHERE = Address(port=0)
BODY = {"name": "A", "script": "a: 1"}
ROOT = Path(__file__).parents[2]
# How often each writer has been heard when it is killed; it may have written more.
WRITES = 10


def client(account: Any) -> httpx.AsyncClient:
    headers = {"x-api-key": account.key}
    # A machine that is busy with other things may take its time.
    return httpx.AsyncClient(base_url=account.base_url, headers=headers, trust_env=False, timeout=None)


def port_of(account: Any) -> int:
    return int(httpx.URL(account.base_url).port or 0)


def test_the_account_is_served_and_does_what_is_due_by_itself() -> None:
    async def scenario() -> None:
        async with served(None, ANYWHERE, pace=Pace.TENFOLD) as account, client(account) as http:
            sent = (await http.post("/sms?to=%2B33199001234", json={"text": "Hi"})).json()
            assert sent["status"] == "created"
            status = ""
            while status != "delivered":
                # Asked by nobody: the state is looked at behind the API's back.
                await asyncio.sleep(0.01)
                ((status,),) = account.app.state.database.rows("select status from sms")

    asyncio.run(scenario())


def test_a_head_without_end_is_cut_off() -> None:
    for head in (b"x-more: " + b"a" * 4000 + b"\r\n", b"a" * 4000):
        start = b"GET /v2.0/ping HTTP/1.1\r\nhost: localhost\r\n" if head.startswith(b"x-") else b"GET /"
        answer = asyncio.run(flood_from(start, head))
        assert answer == b"HTTP/1.1 431 Requ"


async def flood_from(start: bytes, more: bytes) -> bytes:
    async with served(None, ANYWHERE) as account:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(account))
        writer.write(start)
        for _ in range(17):
            writer.write(more)
        await writer.drain()
        answer = await reader.read(17)
        writer.close()
        return answer


def test_a_hundred_megabytes_are_refused_without_being_kept() -> None:
    async def scenario() -> None:
        async def endless() -> Any:
            for _ in range(100):
                yield b" " * 1024 * 1024

        async with served(None, ANYWHERE) as account, client(account) as http:
            headers = {"content-type": "application/json"}
            try:
                response = await http.post("/actions", content=endless(), headers=headers)
            except (httpx.ReadError, httpx.WriteError):
                pass  # the server hung up while more was on its way
            else:
                assert response.status_code == 413
            assert (await http.get("/ping")).status_code == 200
            reader, writer = await asyncio.open_connection("127.0.0.1", port_of(account))
            head = f"POST /v2.0/actions HTTP/1.1\r\nhost: localhost\r\nx-api-key: {account.key}\r\n"
            writer.write(
                f"{head}content-type: application/json\r\ncontent-length: 104857600\r\n\r\n".encode()
            )
            assert await reader.read(12) == b"HTTP/1.1 413"
            writer.close()
            await writer.wait_closed()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("address", "key", "reason"),
    [
        (
            Address("0.0.0.0"),
            None,
            "the host 0.0.0.0 can be reached from other machines, so it needs a key of yours",
        ),
        (
            Address("0.0.0.0"),
            "short",
            "the key has 5 characters; other machines can try keys, so it needs 16",
        ),
        (
            Address("192.0.2.1", 1),
            "k" * 16,
            "192.0.2.1:1 cannot be served on: cannot assign requested address",
        ),
    ],
)
def test_an_address_that_cannot_be_served_on_is_refused(
    address: Address, key: str | None, reason: str
) -> None:
    async def scenario() -> None:
        async with served(None, address, key=key):
            pass

    with pytest.raises(CallrActionsError) as error:
        asyncio.run(scenario())
    assert error.value.message == reason


def test_a_file_that_cannot_be_served_leaves_the_port_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "account.sqlite3"
    file.write_bytes(b"not a database, and long enough to be taken for one" * 20)
    # To ask for the same port again proves nothing: another program may have it by then.
    listeners: list[socket.socket] = []
    listen = module._listen

    def kept(address: Address, key: str | None) -> socket.socket:
        listeners.append(listen(address, key))
        return listeners[-1]

    monkeypatch.setattr(module, "_listen", kept)

    async def scenario() -> None:
        async with served(file, ANYWHERE):
            pass

    with pytest.raises(CallrActionsError, match="file is not a database"):
        asyncio.run(scenario())
    file.unlink()
    asyncio.run(scenario())
    assert [listener.fileno() for listener in listeners] == [-1, -1]


def test_commands_at_the_same_time_share_one_account(tmp_path: Path) -> None:
    file = tmp_path / ".callr" / "account.sqlite3"

    async def scenario() -> None:
        async with embedded(file, seed=1) as one, embedded(file) as two:
            assert one.key == two.key
            async with (
                httpx.AsyncClient(transport=one.transport, base_url=one.base_url) as first,
                httpx.AsyncClient(transport=two.transport, base_url=two.base_url) as second,
            ):
                headers = {"x-api-key": one.key}
                answers = await asyncio.gather(
                    *(http.post("/actions", json=BODY, headers=headers) for http in (first, second) * 20)
                )
                assert len({answer.json()["sid"] for answer in answers}) == 40
                assert (await first.get("/actions", headers=headers)).json()["total"] == 40

    asyncio.run(scenario())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


WRITER = """
import asyncio, sys, httpx
from pathlib import Path
from callr_actions.account.embedded import embedded

async def main():
    async with embedded(Path(sys.argv[1])) as account:
        headers = {"x-api-key": account.key}
        async with httpx.AsyncClient(
            transport=account.transport, base_url=account.base_url, headers=headers
        ) as http:
            while True:
                answer = await http.post("/actions", json={"name": "A", "script": "a: 1"})
                print(answer.json()["sid"], flush=True)

asyncio.run(main())
"""


def test_nothing_that_was_acknowledged_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    file = tmp_path / "account.sqlite3"
    asyncio.run(_open_and_close(file))
    acknowledged: list[str] = []
    for _ in range(2):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
            for _ in range(2)
        ]
        for writer in writers * WRITES:
            assert writer.stdout is not None
            acknowledged.append(writer.stdout.readline().strip())
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            rest, _ = writer.communicate()
            # The last line may be cut off.
            acknowledged += [line for line in rest.split("\n")[:-1] if line]
    with sqlite3.connect(file) as database:
        kept = {sid for (sid,) in database.execute("select sid from scenarios")}
        tallied = database.execute("select n from tallies where name = 'scenarios'").fetchone()[0]
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    database.close()
    assert len(acknowledged) >= 2 * 2 * WRITES
    assert len(set(acknowledged)) == len(acknowledged)
    assert set(acknowledged) <= kept
    # At most one write of each killed process was done and not acknowledged.
    assert len(kept) - len(acknowledged) <= 4
    assert tallied == len(kept)


async def _open_and_close(file: Path) -> None:
    async with embedded(file):
        pass


@pytest.mark.no_cover  # others cover the same
def test_many_clients_break_no_invariant() -> None:
    """Sixteen clients create, attach, detach and delete at random; afterwards everything adds up."""
    created: set[str] = set()
    deleted: set[str] = set()

    async def work(http: httpx.AsyncClient, numbers: list[str], chance: random.Random) -> None:
        mine: list[str] = []
        for _ in range(25):
            act = chance.random()
            number = chance.choice(numbers).replace("+", "%2B")
            if act < 0.35 or not mine:
                sid = (await http.post("/actions", json=BODY)).json()["sid"]
                created.add(sid)
                mine.append(sid)
            elif act < 0.6:
                response = await http.put(f"/actions/{chance.choice(mine)}/numbers/{number}")
                assert response.status_code == 204
            elif act < 0.8:
                status = (await http.delete(f"/actions/{chance.choice(mine)}/numbers/{number}")).status_code
                assert status in {204, 404}
            else:
                sid = mine.pop(chance.randrange(len(mine)))
                assert (await http.delete(f"/actions/{sid}")).status_code == 204
                deleted.add(sid)

    async def scenario() -> None:
        async with served(None, ANYWHERE, seed=1) as account, client(account) as http:
            token = (await http.post("/numbers/store?country=FR&type=geographic&quantity=10")).json()["token"]
            numbers = [item["e164"] for item in (await http.post(f"/numbers/store/{token}")).json()["items"]]
            await asyncio.gather(*(work(http, numbers, random.Random(n)) for n in range(16)))
            left: set[str] = set()
            attached: list[str] = []
            page: dict[str, Any] = {"hasMore": True}
            while page["hasMore"]:
                url = f"/actions?sort=created&order=asc&limit=100&offset={len(left)}"
                page = (await http.get(url)).json()
                left |= {hit["sid"] for hit in page["hits"]}
                attached += [number["e164"] for hit in page["hits"] for number in hit["numbers"]]
            assert left == created - deleted
            assert page["total"] == len(left)
            assert len(attached) == len(set(attached))
            for number in (await http.get("/numbers?limit=100")).json()["hits"]:
                on = number["scenario"]
                assert (on is not None) == (number["e164"] in attached)
                assert on is None or on["sid"] in left

    asyncio.run(scenario())


def test_the_description_is_valid_and_says_what_is_served() -> None:
    async def scenario() -> Any:
        async with embedded(None, seed=1) as account:
            transport, base = account.transport, account.base_url
            async with httpx.AsyncClient(transport=transport, base_url=base) as http:
                answer = await http.get("/openapi.json", headers={"x-api-key": account.key})
                return json.loads(answer.text)

    described = asyncio.run(scenario())
    assert described["openapi"].startswith("3.1")
    served_operations = [
        (method, path, operation)
        for path, item in described["paths"].items()
        for method, operation in item.items()
    ]
    ids = [operation["operationId"] for _, _, operation in served_operations]
    assert len(ids) == len(set(ids))
    assert len([each for each in ids if "Alias" not in each]) == 58
    for method, path, operation in served_operations:
        named = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        said = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
        assert named == said, (method, path)
