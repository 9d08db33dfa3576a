"""Let many clients work on one served account for a time, kill it in the middle, and see that all adds up.

Sixteen clients create, attach, detach and delete scenarios over real connections. The server is killed with
SIGKILL and started again on the same file several times meanwhile. Afterwards: no answer was 500, every
acknowledged write is there, nothing that was deleted is, no number is on two scenarios or on one that is
gone, every total is right, and SQLite finds its file whole. Ends with 1 when anything is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from account_server import Server

CLIENTS = 16
BODY = b'{"name": "A", "script": "branches: {}"}'


class Record:
    """What the clients know: what was acknowledged, and what may or may not have been done."""

    def __init__(self) -> None:
        self.created: set[str] = set()
        self.deleted: set[str] = set()
        # A kill came between the request and its answer.
        self.uncertain_deletes: set[str] = set()
        self.uncertain_creates = 0
        self.uncertain_numbers: set[str] = set()
        # Of each number the scenario that it was last put on, or None.
        self.on: dict[str, str | None] = {}
        self.statuses: collections.Counter[int] = collections.Counter()
        self.lost_connections = 0


class Away(Exception):  # noqa: N818 - the server is being started again
    """Nothing was sent: nobody takes connections."""


class Connection:
    """One connection to the server, made again when it is lost; far quicker than a whole HTTP client."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, method: str, path: str, body: bytes) -> tuple[int, bytes] | None:
        """Return status and body of the answer; None where the connection was lost before it came.

        Raises:
            Away: nothing was sent.
        """
        if self._streams is None:
            try:
                self._streams = await asyncio.open_connection("127.0.0.1", self._server.port)
            except OSError:
                await asyncio.sleep(0.02)
                raise Away from None
        reader, writer = self._streams
        try:
            writer.write(self._server.written(method, path, body))
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: ([0-9]+)", head)
            content = b"" if length is None else await reader.readexactly(int(length[1]))
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return None
        return int(head[9:12]), content

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Worker:
    """One client with numbers of its own, so that it knows what the last write to each was."""

    def __init__(self, server: Server, record: Record, numbers: list[str], seed: int) -> None:
        self._connection = Connection(server)
        self._record = record
        self._numbers = numbers
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self._mine: list[str] = []

    async def work(self, until: float) -> None:
        """Do one thing after the other."""
        while time.monotonic() < until:
            await asyncio.sleep(0)
            act = self._chance.random()
            if act < 0.35 or not self._mine:
                await self._create()
            elif act < 0.6:
                await self._attach()
            elif act < 0.8:
                await self._detach()
            else:
                await self._delete()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    async def _send(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes] | None:
        answer = await self._connection.send(method, f"/actions{path}", body)
        if answer is None:
            self._record.lost_connections += 1
        else:
            self._record.statuses[answer[0]] += 1
        return answer

    async def _create(self) -> None:
        try:
            response = await self._send("POST", "", BODY)
        except Away:
            return
        if response is None:
            self._record.uncertain_creates += 1
        elif response[0] == 201:
            sid = json.loads(response[1])["sid"]
            self._record.created.add(sid)
            self._mine.append(sid)

    async def _attach(self) -> None:
        number, sid = self._chance.choice(self._numbers), self._chance.choice(self._mine)
        await self._change(number, "PUT", sid, sid)

    async def _detach(self) -> None:
        number = self._chance.choice(self._numbers)
        sid = self._record.on.get(number)
        if sid is not None:
            await self._change(number, "DELETE", sid, None)

    async def _change(self, number: str, method: str, sid: str, then: str | None) -> None:
        try:
            response = await self._send(method, f"/{sid}/numbers/{number.replace('+', '%2B')}")
        except Away:
            return
        if response is None:
            self._record.uncertain_numbers.add(number)
        elif response[0] == 204:
            self._record.on[number] = then
            self._record.uncertain_numbers.discard(number)

    async def _delete(self) -> None:
        sid = self._mine.pop(self._chance.randrange(len(self._mine)))
        try:
            response = await self._send("DELETE", f"/{sid}")
        except Away:
            self._mine.append(sid)
            return
        if response is None:
            self._record.uncertain_deletes.add(sid)
        elif response[0] == 204:
            self._record.deleted.add(sid)
        for number, on in self._record.on.items():
            if on == sid:
                self._record.on[number] = None
                if response is None:
                    self._record.uncertain_numbers.add(number)


async def work(server: list[Server], record: Record, numbers: list[str], seconds: float, kills: int) -> None:
    """Let the clients work; kill the server now and then, and start it again on the same file and port."""
    until = time.monotonic() + seconds
    share = len(numbers) // CLIENTS
    workers = [Worker(server[0], record, numbers[n * share : (n + 1) * share], n) for n in range(CLIENTS)]
    await asyncio.gather(
        kill_now_and_then(server, seconds, kills), *(worker.work(until) for worker in workers)
    )
    for worker in workers:
        worker.close()


async def kill_now_and_then(server: list[Server], seconds: float, kills: int) -> None:
    """Kill the server in equal pauses."""
    for _ in range(kills):
        await asyncio.sleep(seconds / (kills + 1))
        await asyncio.to_thread(server[0].kill)
        server[0] = await asyncio.to_thread(Server, server[0].file, server[0].port)


def buy(server: Server, count: int) -> list[str]:
    """Buy numbers; return them."""
    server.post("/__local__/credit", {"cents": 10_000_000})
    bought: list[str] = []
    while len(bought) < count:
        token = server.post("/v2.0/numbers/store?country=FR&type=geographic&quantity=64")["token"]
        bought += [item["e164"] for item in server.post(f"/v2.0/numbers/store/{token}")["items"]]
    return bought[:count]


def everything(server: Server, path: str, key: str) -> tuple[dict[str, Any], int]:
    """Return all hits of a list by one of their keys, and the total that it tells."""
    found: dict[str, Any] = {}
    offset = 0
    while True:
        page = server.get(f"{path}{'&' if '?' in path else '?'}order=asc&limit=100&offset={offset}")
        found |= {hit[key]: hit for hit in page["hits"]}
        offset += len(page["hits"])
        if not page["hasMore"]:
            return found, page["total"]


def broken(server: Server, record: Record) -> list[str]:
    """Return what does not add up."""
    wrong = [f"{count} answers {status}" for status, count in record.statuses.items() if status >= 500]
    scenarios, total = everything(server, "/actions?sort=created", "sid")
    numbers, _ = everything(server, "/numbers?sort=e164", "e164")
    if total != len(scenarios):
        wrong.append(f"the total is {total}, but there are {len(scenarios)} scenarios")
    lost = record.created - record.deleted - record.uncertain_deletes - set(scenarios)
    if lost:
        wrong.append(f"{len(lost)} acknowledged scenarios are lost")
    if record.deleted & set(scenarios):
        wrong.append(f"{len(record.deleted & set(scenarios))} deleted scenarios are there")
    unknown = set(scenarios) - record.created
    if len(unknown) > record.uncertain_creates:
        wrong.append(f"{len(unknown)} scenarios nobody created")
    attached = [number["e164"] for each in scenarios.values() for number in each["numbers"]]
    if len(attached) != len(set(attached)):
        wrong.append("a number is on two scenarios")
    for e164, number in numbers.items():
        on = None if number["scenario"] is None else number["scenario"]["sid"]
        if on is not None and on not in scenarios:
            wrong.append(f"{e164} is on {on}, which is gone")
        if (on is not None) != (e164 in attached):
            wrong.append(f"{e164} and its scenario do not agree")
        if e164 not in record.uncertain_numbers and on != record.on.get(e164):
            wrong.append(f"{e164} was put on {record.on.get(e164)}, but is on {on}")
    return wrong


def main() -> int:
    """Run it; return the exit code."""
    parser = argparse.ArgumentParser(prog="script/verify account")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--kills", type=int, default=5, help="how often the server is killed meanwhile")
    options = parser.parse_args()
    record = Record()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "account.sqlite3"
        server = [Server(file)]
        numbers = buy(server[0], 4 * CLIENTS)
        asyncio.run(work(server, record, numbers, options.seconds, options.kills))
        wrong = broken(server[0], record)
        server[0].close()
        with sqlite3.connect(file) as database:
            (whole,) = database.execute("pragma integrity_check").fetchone()
            dangling = database.execute("pragma foreign_key_check").fetchall()
        database.close()
    if whole != "ok" or dangling:
        wrong.append(f"SQLite finds {whole} and {len(dangling)} dangling references")
    answered = sum(record.statuses.values())
    sys.stdout.write(
        f"{CLIENTS} clients, {options.seconds:g} s, {options.kills} kills: {answered:,} answers"
        f" ({', '.join(f'{count:,} of {status}' for status, count in sorted(record.statuses.items()))}),"
        f" {record.lost_connections} requests cut off\n"
        f"{len(record.created):,} scenarios created, {len(record.deleted):,} deleted\n"
    )
    sys.stdout.write("\n".join(["broken:", *wrong] if wrong else ["nothing is broken"]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
