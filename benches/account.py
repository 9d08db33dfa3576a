"""What the local account costs, served to other programs: start, memory, requests a second, large accounts.

Requests a second are of one core: answers by the server's processor time, whatever else the machine does
meanwhile; what the clients saw, and how many requests they could have sent, is printed beside them. Limits
are scaled by how slow this machine is now (calibration.py): times by the wall clock, requests a second in
processor time. Ends with 1 when a scaled limit is missed.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from account_server import serving
from calibration import calibrated, verdict
from load import CONNECTIONS, put_load

from callr_actions.account.state import open_state
from callr_actions.account.stores import accounts, scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from account_server import Server

READY_MS = 300.0
MEMORY_MIB = 60.0
GETS, POSTS = 5_000, 3_000
SEARCH_MS = 50.0
# A get or a first page of a thousand times as many scenarios may take so much longer: noise, no growth.
FLAT = 1.5
SIZES = (100, 10_000, 100_000)
SECONDS = 5.0
STARTS = 9
TIMES = 25


def fill(file: Path, count: int) -> str:
    """Make an account with so many scenarios of 1 KB; return the SID of one in the middle."""
    state = open_state(file)
    script = "# a line\n" * 110
    middle = ""
    with state.database.transaction(writes=True):
        owner = accounts.main(state.database)
        for n in range(count):
            sid = state.names.sid()
            given = {"name": f"Scenario {n}", "script": script, "format": "yaml"}
            scenarios.insert(state.database, owner.id, sid, given, 1_700_000_000_000 + n * 1000)
            if n == count // 2:
                middle = sid
    state.close()
    return middle


def taken(asked: Sequence[tuple[Server, str]]) -> list[float]:
    """Return the least milliseconds that each answer takes: what else the machine does only adds to it.

    They are asked for in turn, so that a slow moment of the machine hits each alike.
    """
    times: list[list[float]] = [[] for _ in asked]
    for _ in range(TIMES):
        for each, (server, path) in zip(times, asked, strict=True):
            started = time.perf_counter()
            server.get(path)
            each.append((time.perf_counter() - started) * 1000)
    return [min(each) for each in times]


def searches(count: int) -> dict[str, str]:
    """Return searches and deep pages of an account with so many scenarios."""
    asked: dict[str, dict[str, object]] = {
        "search for one name": {"name": f"scenario {count - 1}"},
        "search that finds none": {"name": "nothing has this name"},
        "search that finds all, last page": {"name": "scenario", "offset": count - 10},
    }
    for sort in ("name", "created", "updated"):
        for order in ("asc", "desc"):
            asked[f"last page by {sort}, {order}"] = {"sort": sort, "order": order, "offset": count - 10}
    return {name: f"/actions?{urlencode(query)}" for name, query in asked.items()}


def measure_start(folder: Path, ratio: float) -> bool:
    """Measure ready time, by the wall clock, and memory; return whether a limit is missed."""
    times, memories = [], []
    for _ in range(STARTS):
        with serving(folder / "start.sqlite3") as server:
            times.append(server.ready_ms)
            memories.append(server.spent()[1])
    ready, memory = statistics.median(times), max(memories)
    said = verdict(ready, READY_MS, ratio)
    sys.stdout.write(f"{'ready':15} {ready:7.0f} ms, aim {READY_MS:.0f}{said}\n")
    heavy = memory > MEMORY_MIB
    judged = "MISSED" if heavy else "kept"
    sys.stdout.write(f"{'memory':15} {memory:7.1f} MiB, aim {MEMORY_MIB:.0f}: {judged}\n")
    return heavy or ready / ratio > READY_MS


def measure_load(folder: Path, ratio: float) -> bool:
    """Measure requests a second, by processor time; return whether an aim is missed."""
    file = folder / "load.sqlite3"
    sid = fill(file, 100)
    body = json.dumps({"name": "Front desk", "script": "# a line\n" * 110}).encode()
    missed = False
    with serving(file) as server:
        for name, request, aim in (
            ("GET a scenario", server.written("GET", f"/actions/{sid}"), GETS),
            ("POST a scenario", server.written("POST", "/actions", body), POSTS),
        ):
            before, _ = server.spent()
            load = put_load(server.port, request, SECONDS)
            after, memory = server.spent()
            assert load.refused == 0
            core = load.answered / (after - before)
            late = core * ratio < aim
            missed = missed or late
            sys.stdout.write(
                f"{name:15} {core:7,.0f} a second of one core, aim {aim:,}; scaled {core * ratio:,.0f}:"
                f" {'MISSED' if late else 'kept'}\n{'':24}{CONNECTIONS} clients saw"
                f" {load.answered / load.seconds:,.0f}, and could have sent"
                f" {load.answered / load.own_seconds:,.0f}; memory {memory:.1f} MiB\n"
            )
    return missed


def measure_growth(folder: Path, ratio: float) -> bool:
    """Measure accounts of several sizes; return whether a limit is missed."""
    missed = False
    with contextlib.ExitStack() as stack:
        files = [folder / f"{size}.sqlite3" for size in SIZES]
        sids = [fill(file, size) for file, size in zip(files, SIZES, strict=True)]
        servers = [stack.enter_context(serving(file)) for file in files]
        flat = {
            "get": taken([(server, f"/actions/{sid}") for server, sid in zip(servers, sids, strict=True)]),
            "first page": taken([(server, "/actions") for server in servers]),
        }
        worst = []
        for server, size in zip(servers, SIZES, strict=True):
            paths = searches(size)
            worst.append(max(zip(taken([(server, path) for path in paths.values()]), paths, strict=True)))
    sys.stdout.write(f"\n{'milliseconds':15} {''.join(f'{size:>10,}' for size in SIZES)} scenarios\n")
    for name, times in flat.items():
        grown = max(times) / times[0]
        late = grown > FLAT
        missed = missed or late
        said = f"times {grown:.2f}, limit {FLAT}: {'MISSED' if late else 'flat'}"
        sys.stdout.write(f"{name:15} {''.join(f'{each:10.2f}' for each in times)} {said}\n")
    slowest, what = max(worst)
    sys.stdout.write(
        f"{'slowest search':15} {''.join(f'{each:10.2f}' for each, _ in worst)}"
        f" ({what}), limit {SEARCH_MS:.0f}{verdict(slowest, SEARCH_MS, ratio)}\n"
    )
    return missed or slowest / ratio > SEARCH_MS


def main() -> int:
    """Measure everything."""
    wall, processor = calibrated(15)
    with tempfile.TemporaryDirectory() as folder:
        missed = [
            measure_start(Path(folder), wall),
            measure_load(Path(folder), processor),
            measure_growth(Path(folder), wall),
        ]
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
