"""Workers shared by contexts: started when they are needed, ended together."""

from __future__ import annotations

import threading
from itertools import count
from typing import TYPE_CHECKING, Self

from callr_actions.errors import CallrActionsError
from callr_actions.javascript.evaluation.context import Context
from callr_actions.javascript.evaluation.gaps import NO_GAPS, Gaps
from callr_actions.javascript.evaluation.outcome import Limits
from callr_actions.javascript.evaluation.process import WorkerProcess
from callr_actions.javascript.evaluation.watchdog import Watchdog

if TYPE_CHECKING:
    from types import TracebackType

_NO_LIMITS_GIVEN = Limits()


class Pool:
    """Hands out contexts. One worker holds a thousand of them, but evaluates for one at a time.

    Close it, or use it as a context manager. Workers that are left end with this process, however it ends.

    Args:
        gaps: what the platform's engine has and this one has not, for messages.
        workers: at most so many processes; more than one is of use to threads only.
    """

    def __init__(self, gaps: Gaps = NO_GAPS, *, workers: int = 1) -> None:
        self.gaps = gaps
        self._most = workers
        self._lock = threading.Lock()
        self._workers: list[WorkerProcess] = []
        self._watchdog = Watchdog()
        self._names = count(1)
        self._closed = False

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the workers that run."""
        with self._lock:
            return tuple(worker.pid for worker in self._workers if worker.alive)

    def context(self, seed: int, limits: Limits = _NO_LIMITS_GIVEN) -> Context:
        """Return a new context; nothing is started before it evaluates.

        Args:
            seed: the same seed gives the same `Math.random()`.
            limits: of each of its evaluations.
        """
        return Context(self, next(self._names), seed, limits)

    def take(self) -> WorkerProcess:
        """Return the worker for a context that needs a home: the one with the fewest, or a new one.

        Raises:
            CallrActionsError: the pool is closed, or the engine is not installed.
        """
        with self._lock:
            if self._closed:
                raise CallrActionsError("this pool of JavaScript workers is closed", hint="open another one")
            self._workers = [worker for worker in self._workers if worker.alive]
            idle = [worker for worker in self._workers if worker.contexts == 0]
            if not idle and len(self._workers) < self._most:
                self._workers.append(WorkerProcess(self._watchdog))
            worker = min(self._workers, key=lambda each: each.contexts)
            worker.contexts += 1
            return worker

    def give_back(self, worker: WorkerProcess) -> None:
        """Count that one context of a worker is gone."""
        with self._lock:
            worker.contexts -= 1

    def close(self) -> None:
        """End all workers and wait until they are gone; contexts that are left fail."""
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, []
        for worker in workers:
            worker.close()
        self._watchdog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
