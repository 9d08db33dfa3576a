"""Waits for what another process does, for as long as it takes: pytest's timeout ends what never comes."""

from __future__ import annotations

import os
import time
from pathlib import Path

_PAUSE = 0.005
# Processor time, in the kernel's hundredths of a second, that nothing but work takes.
_WORK_TICKS = 5


def wait_until_gone(pid: int, *, reaped: bool = False) -> None:
    """Wait until a process has ended; a child of ours has to be reaped too.

    In a container without an init, one that has lost its parent may stay as a zombie: it has ended all
    the same.
    """
    while True:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if not reaped and _stat(pid)[:1] == ["Z"]:
            return
        time.sleep(_PAUSE)


def wait_until_busy(pid: int) -> None:
    """Wait until a process is at work on something that takes long, or has ended; looks into /proc."""
    before = now = _ticks(pid)
    while now is not None and before is not None and now < before + _WORK_TICKS:
        time.sleep(_PAUSE)
        now = _ticks(pid)


def _ticks(pid: int) -> int | None:
    stat = _stat(pid)
    return sum(map(int, stat[11:13])) if stat else None


def _stat(pid: int) -> list[str]:
    """Return what Linux says about a process, from its state on; nothing elsewhere, or where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
