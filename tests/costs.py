"""What hostile input costs: each case measured in a process of its own, the costs read by a test as JSON."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import subprocess
import sys
from importlib import import_module
from typing import Any

import callr_actions

MIB = 1 << 20


def peak_bytes() -> int:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def print_costs(module: str) -> None:
    """Call a module's `measured` for each of its `CASES`, each in a process that has done nothing else."""
    measuring = import_module(module)
    names = list(measuring.CASES)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    with context.Pool(maxtasksperchild=1) as pool:
        costs = pool.map(measuring.measured, names, chunksize=1)
    sys.stdout.write(json.dumps(dict(zip(names, costs, strict=True))))


def costs_of(module: str) -> dict[str, dict[str, Any]]:
    """Return what a module's `measured` says about each of its `CASES`."""
    root = os.path.dirname(os.path.dirname(callr_actions.__file__))  # noqa: PTH120 - one string for PYTHONPATH
    done = subprocess.run(
        [sys.executable, "-c", f"from tests.costs import print_costs; print_costs({module!r})"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        check=True,
        timeout=250,
    )
    result: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return result
