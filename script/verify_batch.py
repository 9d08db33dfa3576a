"""Kill a batch with SIGKILL at a hundred random moments while the network fails, and see that all adds up.

The account is the tests' server on loopback; it keeps every request with what became of it, so its record
says what was really started. Afterwards: no row was started twice, each that counts as started was, and each
of which the program does not know is reported as uncertain. Ends with 1 when anything is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.runs.batch.ledger import Ledger
from tests.api.server import faults
from tests.api.server.faults import Fault
from tests.api.server.server import KEY, CallrServer

if TYPE_CHECKING:
    from tests.api.server.answer import Answer, Wire

ROOT = Path(__file__).resolve().parent.parent
CONCURRENCY = 8
SCENARIO = {
    "sid": "abcd1234",
    "name": "Reminder",
    "script": "branches: {api-initiated: {actions: [{action: log@v1, params: {message: '${{ $phone }}'}}]}}",
    "format": "yaml",
    "version": "1.0",
    "numbers": [],
    "created": "2025-01-01T00:00:00Z",
    "updated": "2025-01-01T00:00:00Z",
}
PROJECT = """\
version: 1
accounts:
  test: {{url: "{url}", api-key: "${{BATCH_KEY}}", rate-limit: 1000}}
"""


def trouble(chance: random.Random) -> Fault:
    """Let one answer in twelve be lost, its request done, and one in twelve say no, its request undone."""

    def change(good: Answer) -> Answer:
        if good.status != 201 or chance.random() > 1 / 12:
            return good
        return faults.too_many_requests("0").change(good)

    def deliver(wire: Wire, answer: Answer) -> None:
        if answer.status == 201 and chance.random() < 1 / 12:
            chance.choice((wire.hang_up, wire.reset))()
        else:
            wire.send(answer.head + answer.body)

    return Fault("trouble", change=change, deliver=deliver)


def started(server: CallrServer) -> Counter[int]:
    """Return what the account's own record says: how often a run was begun for each number."""
    return Counter(
        int(json.loads(one.request.body)["variables"]["$phone"])
        for one in server.received
        if one.operation == "actionsStart" and one.status == 201
    )


def work(folder: Path, *, kill_after: int | None) -> int | None:
    """Run the program; kill it after so many events. Return its exit code, None where it was killed."""
    command = [sys.executable, "-m", "callr_actions", "batch", "abcd1234", "rows.csv", "--account", "test"]
    command += ["--yes", "--rate", "unlimited", "--concurrency", str(CONCURRENCY), "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BATCH_KEY": KEY}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        if kill_after is not None:
            for _ in range(kill_after):
                if not process.stdout.readline():
                    break
            else:
                process.kill()
        _, said = process.communicate()
    if process.returncode >= 0 and process.returncode not in (0, 4):
        sys.stderr.write(said.decode())
    return process.returncode if process.returncode >= 0 else None


def main() -> int:
    """Do it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else time.time_ns() % 100_000
    chance = random.Random(seed)  # noqa: S311 - no secret
    sys.stdout.write(f"seed {seed}\n")
    server = CallrServer()
    server.answers("actionsGet", SCENARIO)
    server.always(trouble(chance))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "callr.yaml").write_text(PROJECT.format(url=server.url))
        (folder / "rows.csv").write_text("phone\n" + "".join(f"+336{at:08d}\n" for at in range(given.rows)))
        kills = 0
        # A start is two events, and the next process has to find something to do.
        most = max(2, 3 * given.rows // (2 * max(1, given.kills)))
        while kills < given.kills:
            if work(folder, kill_after=chance.randint(1, most)) is not None:
                break
            kills += 1
        code = work(folder, kill_after=None)
        (state,) = (folder / "rows.csv.callr-batch").glob("*.sqlite3")
        with Ledger(state, watching=True) as ledger:
            rows = dict(ledger.query("select number, coalesce(outcome, state) from rows").fetchall())
    record = started(server)
    server.close()
    found = Counter(rows.values())
    broken = [f"{number} was started {count} times" for number, count in record.items() if count > 1]
    broken += [f"{number} is {what}" for number, what in rows.items() if what not in ("started", "uncertain")]
    broken += [
        f"{number} counts as started, and was not"
        for number, what in rows.items()
        if what == "started" and not record[number]
    ]
    broken += [f"{number} was started, and is not a row" for number in record if number not in rows]
    broken += server.complaints
    if kills < given.kills or code not in (0, 4):
        broken.append(f"only {kills} kills, and the last process ended with {code}")
    doubted = [number for number, what in rows.items() if what == "uncertain"]
    sys.stdout.write(
        f"{kills} kills, {len(rows):,} rows, {sum(record.values()):,} runs in the account's record: "
        f"{found['started']:,} started, {len(doubted):,} uncertain "
        f"({sum(record[number] for number in doubted):,} of them were)\n"
    )
    for each in broken[:20]:
        sys.stdout.write(f"BROKEN: {each}\n")
    sys.stdout.write("each row was started once, or is reported as uncertain\n" if not broken else "")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
