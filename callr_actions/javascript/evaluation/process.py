"""One worker process from outside: started, written to, listened to, killed."""

from __future__ import annotations

import os
import sys
import threading
import weakref
from collections import deque
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    import subprocess

    from callr_actions.javascript.evaluation.watchdog import Watchdog

_ADDRESS_SPACE: Final = 2 << 30
_LONGEST_START: Final = 30.0
_FOLDER: Final = Path(__file__).parent
# Where shared libraries are found, and without which Windows starts nothing. No other variable gets in.
_PASSED_ON: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")


class ProcessEnded(Exception):  # noqa: N818 - an event, which its catcher turns into an outcome
    """The process is gone.

    Attributes:
        late: it was killed because it took too long.
        unheard: it was gone before it got the request, which can be sent to another one.
    """

    def __init__(self, *, late: bool, unheard: bool) -> None:
        super().__init__("the process that evaluates JavaScript has ended")
        self.late = late
        self.unheard = unheard


def frame(head: str, body: str = "") -> bytes:
    """Return a message for the worker: the line of words and the JSON text, with its length before it."""
    data = f"{head}\n{body}".encode()
    return len(data).to_bytes(4, "big") + data


class WorkerProcess:
    """A running worker. Whoever sends to it holds `lock` from the first byte to the last answer.

    Attributes:
        contexts: how many contexts live in it, as counted by their owners.
        lock: one conversation at a time.
    """

    def __init__(self, watchdog: Watchdog) -> None:
        self.contexts = 0
        self.lock = threading.Lock()
        self._watchdog = watchdog
        self._late = False
        self._ready = False
        self._waiting: deque[bytes] = deque()
        self._process = _started()
        self._end = weakref.finalize(self, _ended, self._process)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input: Final = self._process.stdin.fileno()
        self._output: Final = self._process.stdout.fileno()

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be talked to, as far as anybody has noticed."""
        return self._end.alive

    def later(self, message: bytes) -> None:
        """Send a message that has no answer together with the next one that has; for any thread."""
        self._waiting.append(message)

    def send(self, message: bytes, seconds: float) -> None:
        """Send a message; the process is killed unless `answer` has returned within so many seconds.

        Raises:
            ProcessEnded: it is gone.
        """
        parts = []
        while self._waiting:
            parts.append(self._waiting.popleft())
        data = memoryview(b"".join((*parts, message)))
        if not self._ready:
            self._watchdog.watch(self, _LONGEST_START, self._kill)
            self._read(4)
            self._ready = True
        self._watchdog.watch(self, seconds, self._kill)
        try:
            while data:
                data = data[os.write(self._input, data) :]
        except OSError:
            raise self._ended(unheard=not self._late) from None

    def answer(self, seconds: float | None = None) -> str:
        """Wait for the next answer; with `seconds`, another one is due so much later.

        Raises:
            ProcessEnded: it is gone, or was killed because it took too long.
        """
        text = self._read(int.from_bytes(self._read(4), "big")).decode()
        if seconds is None:
            self._watchdog.lift(self)
        else:
            self._watchdog.watch(self, seconds, self._kill)
        return text

    def lift(self) -> None:
        """Forget when the next answer is due, because none will come."""
        self._watchdog.lift(self)

    def close(self) -> None:
        """End the process and wait until it is gone; nothing happens when it is already."""
        self._watchdog.lift(self)
        self._end()

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            part = os.read(self._output, min(size, 1 << 20))
            if not part:
                raise self._ended(unheard=False)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _kill(self) -> None:
        self._late = True
        self._process.kill()

    def _ended(self, *, unheard: bool) -> ProcessEnded:
        self.close()
        return ProcessEnded(late=self._late, unheard=unheard)


def _started() -> subprocess.Popen[bytes]:
    import subprocess  # noqa: PLC0415 - a program that evaluates nothing does not pay for it

    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    command = [sys.executable, "-I", "-S", str(_FOLDER / "worker.py"), _engine_file()]
    return subprocess.Popen(  # noqa: S603 - this interpreter with our own file
        [*command, str(_FOLDER / "bridge.js"), str(_ADDRESS_SPACE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_FOLDER.anchor,
        # Local time is the same on every machine.
        env={**environment, "TZ": "UTC"},
        bufsize=0,
    )


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()


@cache
def _engine_file() -> str:
    spec = PathFinder.find_spec("_quickjs")
    if spec is None or spec.origin is None:
        raise CallrActionsError(
            "the JavaScript engine is not installed",
            hint="install the package `quickjs-ng`, or callr-actions anew",
        )
    return spec.origin
