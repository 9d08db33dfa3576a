"""How much slower this machine is at this moment than the one on which the limits were set.

Three things that are no work of ours are timed: a bare interpreter, and two imports. Limits are scaled by the
median of the three ratios.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
BARE = "bare python"
CLICK = "import click"
YAML = "import yaml"
# Milliseconds on the machine on which the limits were set; the imports one behind the other in one process.
REFERENCE = {BARE: 8.7, CLICK: 23.0, YAML: 12.0}
PROBE = """
import time
clock = getattr(time, {clock!r})
start = clock()
import click
middle = clock()
import yaml
print((middle - start) * 1000, (clock() - middle) * 1000)
"""
BARE_COMMAND = [sys.executable, "-c", "pass"]


def measure(command: list[str]) -> float:
    """Return the wall time of one process in milliseconds."""
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - started) * 1000


def measure_imports(clock: str = "perf_counter") -> tuple[float, float]:
    """Return how long click and yaml take to import, in milliseconds; `clock` is one of `time`."""
    command = [sys.executable, "-c", PROBE.format(clock=clock)]
    probe = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    click, yaml = map(float, probe.stdout.split())
    return click, yaml


def calibrated(turns: int) -> tuple[float, float]:
    """Return how many times longer things take here and now: by the wall clock, and in processor time."""
    wall, processor = [], []
    for _ in range(turns):
        before = _spent_by_children()
        elapsed = measure(BARE_COMMAND)
        spent = _spent_by_children() - before
        wall.append((elapsed, *measure_imports()))
        processor.append((spent, *measure_imports("process_time")))
    return _ratio("by the wall clock", wall), _ratio("in processor time", processor)


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _ratio(how: str, taken: Sequence[tuple[float, ...]]) -> float:
    sys.stdout.write(f"{how}:\n")
    return slowness(dict(zip(REFERENCE, map(statistics.median, zip(*taken, strict=True)), strict=True)))


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
