"""What a batch costs: starts a second beside bare httpx, and memory for a thousand rows and for a million.

Promises: at least 0.8 of the starts that bare httpx makes over as many connections, although each is on the
disk before it leaves; and memory that a thousand times as many rows do not double. The second is measured
with an account that answers from within the process: what is to be seen is the input, its checks and the
state. Ends with 1 when one is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from callr_actions.api.client import AsyncClient
from callr_actions.api.connection import Connection
from callr_actions.api.credentials import Credentials
from callr_actions.masking import Masker
from callr_actions.runs.batch.account import End
from callr_actions.runs.batch.api_account import ApiAccount
from callr_actions.runs.batch.checks import Demands
from callr_actions.runs.batch.columns import Columns
from callr_actions.runs.batch.following import StartOnly
from callr_actions.runs.batch.ledger import Ledger
from callr_actions.runs.batch.loading import Input, load_input
from callr_actions.runs.batch.read import Reading
from callr_actions.runs.batch.states import Outcome
from callr_actions.runs.batch.terms import Clock, Terms
from callr_actions.runs.batch.windows import Windows
from callr_actions.runs.batch.work import Work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection as Pipe

ROWS = 2000
ROUNDS = 5
# Of both: so many requests at a time, each on a connection. They are the command's own defaults.
CONNECTIONS = CONCURRENCY = 10
LEAST_SHARE = 0.8
MOST_GROWTH = 2.0
KEY = "bench" * 8
STARTED = b'{"runid":"api:9MNAB2H6"}'


class Go:
    """Nobody wants anything else."""

    def wish(self) -> str:
        """Return that it may go on."""
        return "go"


class Stub:
    """An account that answers at once."""

    def __init__(self) -> None:
        self.started = 0

    async def start(self, variables: bytes) -> str:  # noqa: ARG002 - as accounts are
        """Start nothing."""
        self.started += 1
        return f"api:{self.started}"

    async def follow(self, run: str, since: float, variables: bytes) -> End:  # noqa: ARG002
        """End at once."""
        return End(Outcome.REACHED, variables=b'{"$status":"done"}')

    async def cancel(self, run: str) -> None:
        """Do nothing."""


def serve(pipe: Pipe) -> None:
    """Answer every request as a start is answered."""
    import socket  # noqa: PLC0415 - only in the server's process

    import uvicorn  # noqa: PLC0415

    async def app(_scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        while (await receive()).get("more_body", False):
            pass
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(STARTED))]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": STARTED})

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    pipe.send(listener.getsockname()[1])
    config = uvicorn.Config(app, log_level="error", lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])


def write_rows(path: Path, rows: int) -> None:
    """Write an input."""
    with path.open("w", encoding="utf-8") as file:
        file.write("phone,name,when\n")
        file.writelines(f"+336{at:08d},Zoé {at},tomorrow at 9\n" for at in range(rows))


def loaded(path: Path, rows: int) -> Ledger:
    """Write an input, and load it into a new ledger."""
    write_rows(path, rows)
    ledger = Ledger(path.with_suffix(".sqlite3"))
    load_input(Input(path, path.name, Reading(), Columns({}, None, {}), Demands(), time.time()), ledger)
    return ledger


async def bare(url: str) -> float:
    """Return the starts a second of httpx without anything around it."""
    body = {"variables": {"$phone": "+33600000000", "$name": "Zoé", "$when": "tomorrow at 9"}}
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    headers = {"x-api-key": KEY}
    async with httpx.AsyncClient(limits=limits, headers=headers, base_url=url) as client:

        async def some() -> None:
            for _ in range(ROWS // CONCURRENCY):
                answer = await client.post("/actions/abcd1234/runs", json=body)
                json.loads(answer.content)

        begun = time.perf_counter()
        await asyncio.gather(*(some() for _ in range(CONCURRENCY)))
        return ROWS / (time.perf_counter() - begun)


async def batch(url: str, folder: Path) -> float:
    """Return the starts a second of a batch."""
    masker = Masker()
    connection = Connection(
        url=url,
        credentials=Credentials(KEY, masker=masker),
        connections=CONNECTIONS,
        rate_limit=None,
        masker=masker,
    )
    with loaded(folder / f"{time.monotonic_ns()}.csv", ROWS) as ledger:
        async with AsyncClient(connection) as client:
            account = ApiAccount(client, "abcd1234", StartOnly())
            begun = time.perf_counter()
            await _work(ledger, account).run()
            taken = time.perf_counter() - begun
        assert ledger.counts() == {("ended", "started"): ROWS}
    return ROWS / taken


def _work(ledger: Ledger, account: Any) -> Work:  # noqa: ANN401 - of either kind
    clock = Clock(time.time, time.monotonic, asyncio.sleep)
    terms = Terms(CONCURRENCY, None, Windows())
    return Work(ledger, account, terms, clock=clock, control=Go(), report=lambda _: None)


def speed(folder: Path) -> bool:
    """Compare starts a second; return whether the promise is kept."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{ours.recv()}"
    try:
        pairs = []
        for turn in range(ROUNDS + 1):
            pair = asyncio.run(bare(url)), asyncio.run(batch(url, folder))
            if turn:  # the first one warms up
                pairs.append(pair)
    finally:
        server.kill()
        server.join()
    share = statistics.median(one / other for other, one in pairs)
    kept = share >= LEAST_SHARE
    plain, ours_alone = (statistics.median(each) for each in zip(*pairs, strict=True))
    sys.stdout.write(
        f"starts a second over {CONNECTIONS} connections: httpx {plain:,.0f}, a batch {ours_alone:,.0f};"
        f" {share:.2f} of it (at least {LEAST_SHARE}): {_verdict(kept=kept)}\n"
    )
    return kept


def use_memory(path: Path, rows: int) -> None:
    """Load and work through so many rows, and print what it took; for a process of its own."""
    import resource  # noqa: PLC0415 - not on every system

    begun = time.perf_counter()
    with loaded(path, rows) as ledger:
        checked = time.perf_counter()
        asyncio.run(_work(ledger, Stub()).run())
        done = time.perf_counter()
        assert ledger.counts() == {("ended", "reached"): rows}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([peak, checked - begun, done - checked]))


def memory(folder: Path, rows: int) -> bool:
    """Compare memory; return whether the promise is kept."""
    peaks: list[float] = []
    for count in (1000, rows):
        command = [
            sys.executable,
            __file__,
            "--in-process",
            str(folder / f"{count}.csv"),
            "--rows",
            str(count),
        ]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        peak, checking, working = json.loads(found.stdout)
        peaks.append(peak)
        sys.stdout.write(
            f"{count:,} rows: {peak:.0f} MiB; loaded in {checking:.1f} s ({count / checking:,.0f}/s),"
            f" worked through in {working:.1f} s ({count / working:,.0f}/s)\n"
        )
    kept = peaks[1] <= MOST_GROWTH * peaks[0]
    growth = f"{peaks[1] / peaks[0]:.2f} times as much (at most {MOST_GROWTH:g})"
    sys.stdout.write(f"memory: {growth}: {_verdict(kept=kept)}\n")
    return kept


def _verdict(*, kept: bool) -> str:
    return "kept" if kept else "MISSED"


def main() -> int:
    """Measure, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=1_000_000, help="for memory; a million takes minutes")
    parser.add_argument("--in-process", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.in_process is not None:
        use_memory(given.in_process, given.rows)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        kept = [speed(Path(folder)), memory(Path(folder), given.rows)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
