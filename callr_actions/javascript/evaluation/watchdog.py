"""Kills what is late: one thread for all deadlines, asleep until the nearest of them."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable


class Watchdog:
    """Calls back when a deadline passes. Setting and lifting one costs a lock, not a switch of threads.

    The thread sleeps until the nearest deadline that it knows of, even when that is lifted meanwhile; so a
    row of short evaluations wakes it once in as long as one may take.
    """

    def __init__(self) -> None:
        self._changed: Final = threading.Condition()
        self._deadlines: dict[object, tuple[float, Callable[[], None]]] = {}
        self._wakes_at = 0.0
        self._thread: threading.Thread | None = None
        self._closed = False

    def watch(self, key: object, seconds: float, late: Callable[[], None]) -> None:
        """Call `late` in another thread unless `lift` is called within so many seconds."""
        deadline = monotonic() + seconds
        with self._changed:
            self._deadlines[key] = (deadline, late)
            if self._thread is None:
                self._thread = threading.Thread(target=self._guard, name="javascript-watchdog", daemon=True)
                self._thread.start()
            if deadline < self._wakes_at:
                self._changed.notify()

    def lift(self, key: object) -> None:
        """Forget the deadline of this key, if there is one."""
        with self._changed:
            self._deadlines.pop(key, None)

    def close(self) -> None:
        """End the thread; deadlines that are left never pass."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _guard(self) -> None:
        with self._changed:
            while not self._closed:
                for key, (deadline, late) in list(self._deadlines.items()):
                    if deadline <= monotonic():
                        del self._deadlines[key]
                        late()
                nearest = min((deadline for deadline, _ in self._deadlines.values()), default=None)
                self._wakes_at = float("inf") if nearest is None else nearest
                self._changed.wait(None if nearest is None else max(0.0, nearest - monotonic()))
