"""What following a run costs: questions to the account, and how long after its end the program knows it.

Runs of many lengths end at random moments; their time is simulated, so that an hour of following takes
milliseconds. Then whole commands are timed: `callr-actions run` on the local account in its own process,
where virtual time waits for nothing. Last, the figures of `script/bench batch`, with a hundred thousand rows
for its million. Promises: no run is known later than the longest wait after its end, and one that has just
begun within half a second; a minute takes at most thirty questions; a whole command, with a call in it, takes
less than a second on the machine on which the limit was set; and those of a batch.
Ends with 1 when one is missed.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from batch import memory, speed
from calibration import ROOT, calibrated, verdict

from callr_actions.api.edge import Edge
from callr_actions.runs.events import Ended
from callr_actions.runs.following import Patience, follow
from callr_actions.runs.judge import Judge
from callr_actions.runs.outcome import Outcome
from callr_actions.runs.pacing import Pace
from callr_actions.runs.wanted import Expression, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

LENGTHS = (0.5, 2.0, 10.0, 60.0, 600.0)
RUNS = 400
# What an answer of a distant account takes.
ANSWER_SECONDS = 0.08
MOST_LATENCY = {0.5: 0.5}
MOST_POLLS_A_MINUTE = 30
COMMAND_MS = 1_000.0
COMMANDS = 7
BATCH_ROWS = 100_000
DONE = Wanted(until=Expression('$status === "done"', "--until"))


async def followed(ends: float, dice: random.Random, judge: Judge) -> tuple[int, float]:
    """Follow a run that ends at a moment; return the questions, and how much later its end was known."""
    now = 0.0

    async def ask() -> Mapping[str, object]:
        nonlocal now
        # The account looks when half of the way is behind the question.
        status = "done" if now + ANSWER_SECONDS / 2 >= ends else "running"
        now += ANSWER_SECONDS
        return {"$status": status}

    async def asleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    edge = Edge(clock=lambda: now, asleep=asleep, random=dice.random)
    async for event in follow(ask, judge, Patience(7_200.0), edge, before={"$status": "running"}):
        if isinstance(event, Ended):
            assert event.outcome is Outcome.REACHED
            return event.polls, now - ends
    raise AssertionError("the last event is the end")


def simulated() -> bool:
    """Follow runs of every length; return whether all promises are kept."""
    dice = random.Random(1)  # noqa: S311 - no secret
    kept = True
    sys.stdout.write(f"{'run of':>8} {'questions':>10} {'latency p50':>12} {'p95':>7} {'most':>7}\n")
    with Judge(DONE) as judge:
        for length in LENGTHS:
            measured = [
                asyncio.run(followed(length * dice.uniform(0.75, 1.25), dice, judge)) for _ in range(RUNS)
            ]
            polls = statistics.mean(count for count, _ in measured)
            late = sorted(seconds for _, seconds in measured)
            p95 = late[int(0.95 * len(late))]
            limit = MOST_LATENCY.get(length, Pace().longest) + ANSWER_SECONDS
            good = late[-1] <= limit and (length > 60 or polls <= MOST_POLLS_A_MINUTE)
            kept = kept and good
            sys.stdout.write(
                f"{length:6.1f} s {polls:10.1f} {statistics.median(late):10.2f} s {p95:5.2f} s"
                f" {late[-1]:5.2f} s  {'kept' if good else 'MISSED'}\n"
            )
    return kept


def commands() -> bool:
    """Time whole commands on the local account; return whether the promise is kept."""
    ratio, _ = calibrated(5)
    call = ["run", "appointment-reminder", "--var", "$phone=+33639980017", "--fail-if", "false", "--quiet"]
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "callr.yaml", folder)
        shutil.copytree(ROOT / "scenarios", Path(folder) / "scenarios")
        for _ in range(COMMANDS):
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "callr_actions", *call, "--account", "local"],
                cwd=folder,
                env={"PYTHONPATH": str(ROOT), "PATH": ""},
                stdout=subprocess.DEVNULL,
                check=True,
            )
            taken.append((time.perf_counter() - started) * 1000)
    figure = statistics.median(taken)
    sys.stdout.write(
        f"a whole command with a call of virtual minutes: {figure:.0f} ms, at most {COMMAND_MS:.0f}\n"
    )
    sys.stdout.write(f"{verdict(figure, COMMAND_MS, ratio)}\n")
    return figure / ratio <= COMMAND_MS


def main() -> int:
    """Measure; return the exit code."""
    kept = [simulated()]
    sys.stdout.write("\n")
    kept.append(commands())
    sys.stdout.write("\na batch (for a million rows: script/bench batch)\n")
    with tempfile.TemporaryDirectory() as folder:
        kept += [speed(Path(folder)), memory(Path(folder), BATCH_ROWS)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
