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
# Milliseconds on the machine on which the limits were set; the imports one behind the other in one process.
REFERENCE = {BARE: 8.7, CLICK: 23.0, YAML: 12.0}
PROBE = """
from time import perf_counter
start = perf_counter()
import click
middle = perf_counter()
import yaml
print((middle - start) * 1000, (perf_counter() - middle) * 1000)
"""
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


def measure_imports() -> tuple[float, float]:
    """Return how long click and yaml take to import, in milliseconds."""
    probe = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    click, yaml = map(float, probe.stdout.split())
    return click, yaml


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


def slowness(medians: dict[str, float]) -> float:
    """Return how many times longer things take here and now than where the limits were set; say why."""
    ratios = {name: medians[name] / figure for name, figure in REFERENCE.items()}
    ratio = statistics.median(ratios.values())
    sys.stdout.write(f"{'':20} {'median':>8} {'reference':>9} {'ratio':>6}\n")
    for name, figure in REFERENCE.items():
        sys.stdout.write(f"{name:20} {medians[name]:8.1f} {figure:9.1f} {ratios[name]:6.2f}\n")
    sys.stdout.write(
        f"this machine takes {ratio:.2f} times as long now, so the limits are as many times higher here\n\n"
    )
    return ratio


def verdict(figure: float, limit: float, ratio: float) -> str:
    """Return in words how a figure stands to its limit, as it is and scaled."""
    scaled = figure / ratio
    raw = "kept" if figure <= limit else "missed"
    judged = "kept" if scaled <= limit else "MISSED"
    return f"  as measured {figure:.1f}: {raw}; scaled {scaled:.1f}: {judged}"


if __name__ == "__main__":
    sys.exit(main())
