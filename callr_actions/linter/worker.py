"""The other end of a batch: a process that does its share of the work and sends back what came of it.

On Linux it is a copy of this process, to which the facts, the rules and compiled schemas need not be sent.
Elsewhere copies are not safe or do not exist, and a new interpreter runs this file.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_GREETING = "ready"
# A worker closes those of the others: as long as one has them, a pipe does not know that its reader is gone.
_open_results: set[IO[bytes]] = set()


class Worker:
    """A process at work, and the pipe on which its results come."""

    def __init__(self, process: _Process, results: IO[bytes]) -> None:
        self._process = process
        self._results = results
        _open_results.add(results)

    def receive(self) -> Any:  # noqa: ANN401 - whatever was sent
        """Return the next thing that it sends.

        Raises:
            EOFError: it has ended without sending another one.
        """
        try:
            return pickle.load(self._results)  # noqa: S301 - from a process that this one has started
        except (EOFError, pickle.UnpicklingError, OSError) as error:
            raise EOFError from error

    def ended(self) -> str:
        """Wait until it has ended and return how."""
        status = self._process.wait()
        return f"signal {-status}" if status < 0 else f"exit code {status}"

    def stop(self) -> None:
        """End it, whatever it does, and leave nothing of it behind."""
        _open_results.discard(self._results)
        self._results.close()
        self._process.kill()
        self._process.wait()


class _Process(Protocol):
    def wait(self) -> int: ...
    def kill(self) -> None: ...


Start: TypeAlias = "Callable[[Callable[[Any], Any], Sequence[Any]], Worker]"


def start_worker(work: Callable[[Any], Any], items: Sequence[Any]) -> Worker:
    """Start a worker in the way that suits the platform.

    Raises:
        OSError: the machine lets no process start.
    """
    return fork_worker(work, items) if sys.platform == "linux" else spawn_worker(work, items)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait until a worker that is being started is known, so that it is ended, too."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Fork:
    """A copy of this process."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._status: int | None = None

    def wait(self) -> int:
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._status

    def kill(self) -> None:
        if self._status is None:
            os.kill(self._pid, signal.SIGKILL)


def fork_worker(work: Callable[[Any], Any], items: Sequence[Any]) -> Worker:
    """Start a worker that is a copy of this process."""
    reading, writing = os.pipe()
    try:
        pid = os.fork()
        if pid == 0:
            _serve_as_copy(work, items, reading, writing)
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return Worker(_Fork(pid), os.fdopen(reading, "rb"))


def _serve_as_copy(work: Callable[[Any], Any], items: Sequence[Any], reading: int, writing: int) -> None:
    """Do the work and end the process. Nothing of the first one is flushed, closed or run again."""
    status = 1
    try:
        # Ctrl-C reaches every process of the terminal; the first one says so, and a copy just ends.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
        os.close(reading)
        for results in _open_results:
            os.close(results.fileno())
        with os.fdopen(writing, "wb") as out:
            serve(work, items, out)
        status = 0
    finally:
        os._exit(status)


def spawn_worker(work: Callable[[Any], Any], items: Sequence[Any]) -> Worker:
    """Start a worker in a new interpreter.

    Raises:
        OSError: the machine lets no process start.
        pickle.PicklingError: the work cannot be sent.
    """
    import subprocess  # noqa: PLC0415 - where processes can be copied, nobody needs these
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryFile() as share:
        share.write(pickle.dumps((work, items), pickle.HIGHEST_PROTOCOL))
        share.seek(0)
        # Ctrl-C is the first process's to answer: it ends its workers. `-P`: what lies in the working
        # folder is not to be imported. Whatever goes wrong is told by the pipe.
        process = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-P", "-m", __name__],
            stdin=share,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    assert process.stdout is not None, "a pipe was asked for"
    return Worker(process, process.stdout)


def serve(work: Callable[[Any], Any], items: Sequence[Any], out: IO[bytes]) -> None:
    """Send a greeting, then what comes of each item, or the first error."""
    pickle.dump(_GREETING, out, pickle.HIGHEST_PROTOCOL)
    out.flush()
    for item in items:
        try:
            message = pickle.dumps((True, work(item)), pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001 - raised again by the first process
            pickle.dump((False, _portable(error)), out, pickle.HIGHEST_PROTOCOL)
            return
        out.write(message)
        out.flush()


def _portable(error: Exception) -> Exception:
    """Return an error that can be sent: itself, or its text where it cannot."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above
    except Exception:  # noqa: BLE001 - whatever fails, the text remains
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def main() -> None:
    """Read the work from standard input and send the results to standard output."""
    import gc  # noqa: PLC0415 - in this process alone

    gc.disable()
    work, items = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    with suppress(BrokenPipeError):
        serve(work, items, sys.stdout.buffer)
    os._exit(0)  # standard output may be a pipe that nobody reads any more


if __name__ == "__main__":
    main()
