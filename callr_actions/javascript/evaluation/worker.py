"""The process in which scripts run. Started as a file, outside the package: it imports nothing of it.

Frames on both pipes are a length of four bytes and that many bytes of UTF-8. What comes in begins with a line
of words, what follows is JSON text for the bridge:

    open ID MEMORY STACK    a new context (no answer)
    run ID CPU WALL COUNT   evaluations in it: one answer each, until one of them fails
    close ID                forget it (no answer)

Answers are the bridge's JSON text, `B` when the script has broken the context beyond use, or `L` and the name
of the limit that was hit. After `B` and `L` the context is gone. The end of the input ends the process.
"""

from __future__ import annotations

import signal
import sys
import threading
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from time import process_time
from typing import Any

_RUNNER = "({__run: __code => eval(__code)}).__run"
_STACK = 16 << 20
_MOST_STACK = 12 << 20
_GRACE = 1.0
"""Seconds after which a process that nobody has killed ends itself: its parent may be dead."""


def load(path: str) -> Any:  # noqa: ANN401 - the engine has no types
    """Return the engine, loaded from its file: this interpreter knows no installed packages."""
    spec = spec_from_file_location("_quickjs", path, loader=ExtensionFileLoader("_quickjs", path))
    assert spec is not None
    assert spec.loader is not None
    engine = module_from_spec(spec)
    spec.loader.exec_module(engine)
    return engine


def give_up_rights(address_space: int) -> None:
    """Let the system refuse this process memory beyond a size, further open files and files that grow."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    wanted = {"RLIMIT_AS": address_space, "RLIMIT_NOFILE": 3, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, limit in wanted.items():
        try:
            resource.setrlimit(getattr(resource, name), (limit, limit))
        except (AttributeError, OSError, ValueError):
            continue  # not every system has each; the context's own limits hold everywhere


class Worker:
    """The contexts of this process and what is done with them."""

    def __init__(self, engine: Any, bridge: str) -> None:  # noqa: ANN401
        self._engine = engine
        self._bridge = bridge
        self._contexts: dict[bytes, tuple[Any, Any]] = {}

    def serve(self) -> None:
        """Answer frames until the input ends."""
        source = sys.stdin.buffer
        while header := source.read(4):
            head, _, body = source.read(int.from_bytes(header, "big")).partition(b"\n")
            words = head.split()
            if words[0] == b"run":
                self._run(words[1], float(words[2]), float(words[3]), int(words[4]), body.decode())
            elif words[0] == b"open":
                self._open(words[1], int(words[2]), int(words[3]), body.decode())
            else:
                self._contexts.pop(words[1], None)

    def _open(self, name: bytes, memory: int, stack: int, opening: str) -> None:
        context = self._engine.Context()
        context.set_memory_limit(memory)
        context.set_max_stack_size(min(stack, _MOST_STACK))
        try:
            step = context.eval(self._bridge)(context.eval(_RUNNER))(opening)
        except self._engine.JSException:
            return  # less memory than the variables need; the evaluation that follows says so
        self._contexts[name] = (context, step)

    def _run(self, name: bytes, cpu: float, wall: float, count: int, request: str) -> None:
        for _ in range(count):
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, wall + _GRACE)
            answer = self._answer(name, cpu, request)
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)
            data = answer.encode()
            sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)
            sys.stdout.buffer.flush()
            request = ""
            if not answer.startswith('{"v"'):
                break

    def _answer(self, name: bytes, cpu: float, request: str) -> str:
        if name not in self._contexts:
            return "Lmemory"
        context, step = self._contexts[name]
        try:
            answer: str = self._limited(context, step, cpu, request)
        except self._engine.StackOverflow:
            answer = "Lstack"
        except self._engine.JSException as error:
            answer = _limit(str(error))
        if answer[0] in "BL":
            del self._contexts[name]
        return answer

    def _limited(self, context: Any, step: Any, cpu: float, request: str) -> Any:  # noqa: ANN401
        context.set_time_limit(cpu)
        end = process_time() + cpu
        answer = step(request)
        worked = False
        # The engine arms its limit anew for each job; a flood of them counts as one evaluation here.
        while context.execute_pending_job():
            worked = True
            if process_time() > end:
                return "Lcpu"
        return step("=") if worked or answer == "P" else answer


def _limit(error: str) -> str:
    first = error.partition("\n")[0]
    if first.endswith("interrupted"):
        return "Lcpu"
    if first.endswith("Maximum call stack size exceeded"):
        return "Lstack"
    # Not even an error could be made, or one of the bridge's own steps did not work.
    return "Lmemory" if first == "null" or first.endswith("out of memory") else "B"


def main() -> None:
    """Serve; the arguments are the paths of the engine and of the bridge, and the address space in bytes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the key is for the parent, whose end ends this process
    with open(sys.argv[2], encoding="utf-8") as file:  # noqa: PTH123 - pathlib takes longer to import than to run all this
        bridge = file.read()
    worker = Worker(load(sys.argv[1]), bridge)
    give_up_rights(int(sys.argv[3]))
    # An empty answer: ready. The time that a start takes is no evaluation's.
    sys.stdout.buffer.write(bytes(4))
    sys.stdout.buffer.flush()
    # The stack of the first thread is small on some systems, and nowhere is its size ours to choose.
    threading.stack_size(_STACK)
    thread = threading.Thread(target=worker.serve)
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
