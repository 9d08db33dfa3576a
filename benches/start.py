"""How long the program takes to start: whole processes, in turn with a bare interpreter.

Prints the median and the fastest of each in milliseconds, and the difference of the medians to the bare
interpreter. The limits are the project's promise on a quiet machine of the speed on which they were set. How
much slower this one is at this moment is measured in the same turns, by three things that are no work of
ours; the limits are scaled by the median of the three ratios. Ends with 1 when a scaled limit is missed.
"""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path

from calibration import (
    BARE,
    BARE_COMMAND,
    CLICK,
    REFERENCE,
    YAML,
    measure,
    measure_imports,
    slowness,
    verdict,
)

PROGRAM = Path(sys.executable).parent / "callr-actions"
RUNS = 25
COMMANDS: dict[str, tuple[list[str], float | None]] = {
    BARE: (BARE_COMMAND, None),
    "--version": ([str(PROGRAM), "--version"], 15.0),
    "--help": ([str(PROGRAM), "--help"], 50.0),
    "lint one file": ([str(PROGRAM), "lint", "scenarios/front-desk.yaml"], 120.0),
    "lint the project": ([str(PROGRAM), "lint"], None),
}


def main() -> int:
    """Measure all commands in turn, so that a slow moment of the machine hits each alike."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    times: dict[str, list[float]] = {name: [] for name in (*COMMANDS, *REFERENCE)}
    for turn in range(RUNS + 2):
        took = {name: measure(command) for name, (command, _) in COMMANDS.items()}
        took[CLICK], took[YAML] = measure_imports()
        if turn >= 2:
            for name, each in took.items():
                times[name].append(each)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    bare = medians[BARE]
    ratio = slowness(medians)
    missed = False
    head = f"{'median':>8} {'fastest':>8} {'over bare':>10} {'limit':>8} {'here':>8}"
    sys.stdout.write(f"{'':20} {head}\n")
    for name, (_, limit) in COMMANDS.items():
        # `--version` is promised over a bare interpreter, the others as whole processes.
        figure = medians[name] - bare if name == "--version" else medians[name]
        row = f"{name:20} {medians[name]:8.1f} {min(times[name]):8.1f} {medians[name] - bare:10.1f}"
        if limit is not None:
            late = figure > limit * ratio
            missed = missed or late
            row += f" {limit:8.0f} {limit * ratio:8.0f} {verdict(figure, limit, ratio)}"
        sys.stdout.write(row.rstrip() + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
