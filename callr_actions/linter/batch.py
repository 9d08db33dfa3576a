"""Many files shared among processes: the same results in the same order as one after the other.

Worker k of n takes the files k, k + n, k + 2n …, and the results are read in the order of the files: a
worker that is ahead waits until its pipe is read, which keeps memory flat. Nothing is lost but the file at
which a worker dies: another one goes on behind it.
"""

from __future__ import annotations

import os
import pickle
from typing import TYPE_CHECKING, Generic, TypeVar

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from callr_actions.linter.worker import Start, Worker

MOST_JOBS = 8
# With fewer, starting the workers takes longer than they save.
LEAST_FILES = 25

Item = TypeVar("Item")
Result = TypeVar("Result")


class Lost(NamedTuple):
    """Stands in the place of a result: the process that worked on it has ended; how, in words."""

    how: str


def jobs_for(asked: int, files: int) -> int:
    """Return how many processes are to share the files.

    Args:
        asked: the number asked for; 0 leaves it to the machine.
        files: how many files there are.
    """
    if asked:
        return max(min(asked, files), 1)
    return 1 if files < LEAST_FILES else min(_processors(), MOST_JOBS)


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_batch(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int, start: Start | None = None
) -> Generator[Result | Lost, None, None]:
    """Yield what `work` returns for each item, in their order.

    Where no worker can be started, this process does the work.

    Args:
        work: what is to be done; it and what it returns can be pickled.
        items: what it is to be done with.
        jobs: how many processes share the work; with 1 this one does it.
        start: how to start a worker; by default what suits the platform.

    Raises:
        Exception: what `work` has raised.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    from callr_actions.linter.worker import start_worker  # noqa: PLC0415 - few runs have that many files

    shares = [_Share(work, items[index::jobs], start or start_worker) for index in range(jobs)]
    try:
        for share in shares:
            share.begin()
        for index in range(len(items)):
            yield shares[index % jobs].next()
    finally:
        for share in shares:
            share.stop()


class _Share(Generic[Item, Result]):
    """Every n-th item, and the worker that has them."""

    def __init__(self, work: Callable[[Item], Result], items: Sequence[Item], start: Start) -> None:
        self._work = work
        self._items = items
        self._start = start
        self._at = 0
        self._worker: Worker | None = None
        self._greeted = False

    def begin(self) -> None:
        """Start a worker for the items that are left; without one this process does the work."""
        self.stop()
        self._greeted = False
        if self._at < len(self._items):
            from callr_actions.linter.worker import interrupts_held  # noqa: PLC0415 - as above

            try:
                with interrupts_held():
                    self._worker = self._start(self._work, self._items[self._at :])
            except (OSError, pickle.PicklingError):
                self._worker = None

    def next(self) -> Result | Lost:
        """Return what came of the next item.

        Raises:
            Exception: what the work has raised.
        """
        item = self._items[self._at]
        if self._worker is not None and not self._greeted:
            try:
                self._greeted = self._worker.receive() is not None
            except EOFError:  # it has not even begun, and another one would not either
                self.stop()
        self._at += 1
        if self._worker is None:
            return self._work(item)
        try:
            good, result = self._worker.receive()
        except EOFError:
            lost = Lost(self._worker.ended())
            self.begin()
            return lost
        if good:
            found: Result = result
            return found
        raise result

    def stop(self) -> None:
        """End the worker, which may still be at work."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
