"""How long the program takes to start: whole processes, in turn with a bare interpreter.

Prints the median and the fastest of each in milliseconds, and the difference of the medians to the bare
interpreter. Ends with 1 when a limit is missed: the limits are the project's promise, at a machine that
does nothing else.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "callr-actions"
RUNS = 25
BARE = "bare python"
COMMANDS: dict[str, tuple[list[str], float | None]] = {
    BARE: ([sys.executable, "-c", "pass"], None),
    "--version": ([str(PROGRAM), "--version"], 15.0),
    "--help": ([str(PROGRAM), "--help"], 50.0),
    "lint one file": ([str(PROGRAM), "lint", "scenarios/front-desk.yaml"], 120.0),
    "lint the project": ([str(PROGRAM), "lint"], None),
}


def measure(command: list[str]) -> float:
    """Return the wall time of one process in milliseconds."""
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - started) * 1000


def main() -> int:
    """Measure all commands in turn, so that a slow moment of the machine hits each alike."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(RUNS + 2):
        for name, (command, _) in COMMANDS.items():
            took = measure(command)
            if turn >= 2:
                times[name].append(took)
    bare = statistics.median(times[BARE])
    missed = False
    sys.stdout.write(f"{'':20} {'median':>8} {'fastest':>8} {'over bare':>10} {'limit':>8}\n")
    for name, (_, limit) in COMMANDS.items():
        median = statistics.median(times[name])
        # `--version` is promised over a bare interpreter, the others as whole processes.
        figure = median - bare if name == "--version" else median
        late = limit is not None and figure > limit
        missed = missed or late
        shown = "" if limit is None else f"{limit:.0f}{' MISSED' if late else ''}"
        sys.stdout.write(
            f"{name:20} {median:8.1f} {min(times[name]):8.1f} {median - bare:10.1f} {shown:>8}\n"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
