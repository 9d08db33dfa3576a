"""What plan and deploy cost, on the local account served by a process of its own.

A thousand scenarios are created by a deploy, then planned again unchanged. The promise: reading takes at most
one and a half times what bare httpx takes for the same pages; planning is told apart. That it asks for ten
pages and nothing else is held by tests/cli/api/test_sync.py. Ends with 1 when the promise is missed.
"""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import httpx
from account_server import Server

from callr_actions.api.client import AsyncClient
from callr_actions.api.connection import Connection
from callr_actions.sync.applying.apply import apply
from callr_actions.sync.applying.deployments import Author, Deployments
from callr_actions.sync.applying.setting import AT_ONCE, Setting
from callr_actions.sync.desired import Desired, DesiredScenario
from callr_actions.sync.holes import HoledText
from callr_actions.sync.planner import make_plan
from callr_actions.sync.reader import Reader
from callr_actions.sync.remote import read_remote

SCENARIOS = 1_000
TURNS = 7
MOST_TIMES = 1.5
PAGE = 100
_STEPS = '      - {{action: say@v2, params: {{what: "This is step {step} of scenario {number}."}}}}\n'


def wanted() -> Desired:
    """Return a thousand scenarios of about 2.5 KB."""
    made = []
    for number in range(SCENARIOS):
        steps = "".join(_STEPS.format(step=step, number=number) for step in range(32))
        text = f"branches:\n  inbound-call:\n    actions:\n{steps}"
        key = f"folder/scenario-{number:04d}"
        made.append(DesiredScenario(key, f"scenarios/{key}.yaml", key, HoledText(text), text))
    return Desired("local", tuple(made))


async def bare(url: str, key: str) -> float:
    """Return the seconds that bare httpx takes for the pages of scenarios."""
    async with httpx.AsyncClient(headers={"x-api-key": key}) as client:
        await client.get(f"{url}/ping")
        started = time.perf_counter()
        total, offset = 1, 0
        while offset < total:
            paging = {"sort": "created", "order": "asc", "offset": str(offset), "limit": str(PAGE)}
            page = (await client.get(f"{url}/actions", params=paging)).json()
            total, offset = page["total"], offset + PAGE
        return time.perf_counter() - started


async def measured(server: Server, folder: Path) -> list[str]:
    """Deploy, plan, compare; return lines to print, with MISSED where a promise is not kept."""
    url = f"{server.url}/v2.0" if not server.url.endswith("/v2.0") else server.url
    # As for every local account: nothing is held back.
    connection = replace(Connection.with_key(server.key, url=url), rate_limit=None)
    async with AsyncClient(connection) as client:
        reader = Reader(client, connection)
        desired = wanted()
        plan = make_plan(desired, await read_remote(reader), created="2030-01-01T00:00:00Z")
        deployments = Deployments(folder, "local")
        journal = deployments.begin(plan, Author("bench", "here", plan.created, "0001"))
        await deployments.head()
        started = time.perf_counter()
        outcome = await apply(plan, Setting(client, connection.edge, journal, os.environ))
        await deployments.end(outcome)
        deploying = time.perf_counter() - started
        assert not outcome.left, outcome.left[:1]

        readings, plannings, bares = [], [], []
        for _ in range(TURNS):
            bares.append(await bare(url, server.key))
            started = time.perf_counter()
            remote = await read_remote(reader)
            readings.append(time.perf_counter() - started)
            started = time.perf_counter()
            again = make_plan(desired, remote)
            plannings.append(time.perf_counter() - started)
            assert not again.rows
    reading, planning, theirs = map(statistics.median, (readings, plannings, bares))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 2**20)
    times = reading / theirs
    kept = "kept" if times <= MOST_TIMES else "MISSED"
    return [
        f"deploy of {SCENARIOS:,} creates, {AT_ONCE} at once, fsynced journal: {deploying:.2f} s",
        f"that is {SCENARIOS / deploying:,.0f} a second",
        f"plan of {SCENARIOS:,} unchanged: reading {reading * 1000:.0f} ms, planning {planning * 1000:.0f}",
        f"bare httpx for the same pages: {theirs * 1000:.0f} ms",
        f"reading takes {times:.2f} times as long, limit {MOST_TIMES}: {kept}",
        f"memory: {peak:.0f} MiB",
    ]


def main() -> int:
    """Measure and print; return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        server = Server(Path(name) / "account.sqlite3")
        try:
            lines = asyncio.run(measured(server, Path(name)))
        finally:
            server.close()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(any("MISSED" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
