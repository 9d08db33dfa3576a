"""How long the program takes to start: whole processes, in turn with a bare interpreter.

Prints the median and the fastest of each in milliseconds, and the difference of the medians to the bare
interpreter. The limits are the project's promise on a quiet machine of the speed on which they were set. How
much slower this one is at this moment is measured in the same turns, by three things that are no work of
ours; the limits are scaled by the median of the three ratios. Ends with 1 when a scaled limit is missed.
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
CLICK = "import click"
YAML = "import yaml"
# Milliseconds on the machine on which the limits were set; of the imports what they take over a bare
# interpreter.
REFERENCE = {BARE: 8.7, CLICK: 23.0, YAML: 12.0}
COMMANDS: dict[str, tuple[list[str], float | None]] = {
    BARE: ([sys.executable, "-c", "pass"], None),
    CLICK: ([sys.executable, "-c", CLICK], None),
    YAML: ([sys.executable, "-c", YAML], None),
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


def slowness(medians: dict[str, float]) -> float:
    """Return how many times longer things take here and now than where the limits were set; say why."""
    here = {name: medians[name] - (0 if name == BARE else medians[BARE]) for name in REFERENCE}
    ratios = {name: here[name] / figure for name, figure in REFERENCE.items()}
    ratio = statistics.median(ratios.values())
    for name, figure in REFERENCE.items():
        sys.stdout.write(
            f"{name:20} {here[name]:8.1f} for {figure:.1f} on the reference: {ratios[name]:.2f}\n"
        )
    sys.stdout.write(f"this machine is now {ratio:.2f} times as slow as the reference; so are the limits\n\n")
    return ratio


def verdict(figure: float, limit: float, ratio: float) -> str:
    """Return in words how a figure stands to its limit, as it is and scaled."""
    scaled = figure / ratio
    raw = "kept" if figure <= limit else "missed"
    return (
        f"{figure:.1f} here ({raw} as it is), {scaled:.1f} scaled: {'kept' if scaled <= limit else 'MISSED'}"
    )


if __name__ == "__main__":
    sys.exit(main())
