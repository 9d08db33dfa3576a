"""Start-up and memory of every command, as a table: what a person waits for, and what a machine must have.

Each command shows its help in a process of its own; a few do their usual work, in a copy of the example
project whose account is on this machine. The promised limits are scaled by how slow this machine is at this
moment, as in `start.py`. Ends with 1 when a scaled limit is missed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import click
from calibration import BARE, BARE_COMMAND, CLICK, REFERENCE, ROOT, YAML, measure_imports, slowness, verdict

from callr_actions.cli.app import callr_actions

PROGRAM = str(Path(sys.executable).parent / "callr-actions")
TURNS = 7
# Linux counts what a process had before it became the program: so it is started by a small one, not by this.
LAUNCHER = """
import os, sys, time
null = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
started = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=null)
_, status, used = os.wait4(process, 0)
print((time.perf_counter() - started) * 1000, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
# What is promised: `--version` over a bare interpreter, the others as whole processes.
WORK: dict[str, tuple[list[str], float | None]] = {
    "--version": ([PROGRAM, "--version"], 15.0),
    "--help": ([PROGRAM, "--help"], 50.0),
    "lint one file": ([PROGRAM, "lint", "scenarios/front-desk.yaml"], 120.0),
    "plan of 8 scenarios": ([PROGRAM, "plan", "--account", "local"], 400.0),
    "lint the project": ([PROGRAM, "lint"], None),
    "graph front-desk": ([PROGRAM, "graph", "front-desk"], None),
    "call front-desk": ([PROGRAM, "call", "front-desk", "--press", "7,1"], None),
}


def main() -> int:
    """Measure all in turn, so that a slow moment of the machine hits each alike."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    context = click.Context(callr_actions)
    names = callr_actions.list_commands(context)
    commands = {BARE: (BARE_COMMAND, None)} | WORK
    commands |= {f"{name} --help": ([PROGRAM, name, "--help"], None) for name in names}
    times: dict[str, list[float]] = {name: [] for name in (*commands, *REFERENCE)}
    memory: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("callr.yaml", "schemas", "scenarios"):
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, Path(folder) / name)
        subprocess.run([PROGRAM, "deploy", "--account", "local", "--yes", "-q"], cwd=folder, check=True)
        for turn in range(TURNS + 1):
            for name, (command, _) in commands.items():
                took, memory[name] = _measured(command, folder)
                if turn:  # the first writes what Python compiles
                    times[name].append(took)
            if turn:
                for name, took in zip((CLICK, YAML), measure_imports(), strict=True):
                    times[name].append(took)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    ratio = slowness(medians)
    missed = False
    sys.stdout.write(f"{'':24} {'median ms':>10} {'over bare':>10} {'MB':>6} {'limit':>6} {'here':>6}\n")
    for name, (_, limit) in commands.items():
        over = medians[name] - medians[BARE]
        row = f"{name:24} {medians[name]:10.1f} {over:10.1f} {memory[name]:6.1f}"
        if limit is not None:
            figure = over if name == "--version" else medians[name]
            missed = missed or figure > limit * ratio
            row += f" {limit:6.0f} {limit * ratio:6.0f} {verdict(figure, limit, ratio)}"
        sys.stdout.write(f"{row}\n")
    return 1 if missed else 0


def _measured(command: list[str], folder: str) -> tuple[float, float]:
    """Return the wall time of a process in milliseconds, and the most memory it had in MB.

    Raises:
        RuntimeError: it failed, so that its time says nothing.
    """
    launched = [sys.executable, "-I", "-S", "-c", LAUNCHER, *command]
    told = subprocess.run(launched, cwd=folder, capture_output=True, text=True, check=True).stdout
    took, peak, code = told.split()
    if code != "0":
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return float(took), float(peak) / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    sys.exit(main())
