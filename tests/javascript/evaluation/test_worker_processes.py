"""The processes behind the contexts: shared, killed from outside, ended with their parent."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.javascript.evaluation import process, worker
from callr_actions.javascript.evaluation.outcome import Failure, Limit, Limits
from callr_actions.javascript.evaluation.pool import Pool
from callr_actions.javascript.evaluation.process import frame
from callr_actions.javascript.evaluation.watchdog import Watchdog
from callr_actions.javascript.model import Form
from tests.processes import wait_until_busy, wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.evaluation.context import Context

ENDED = "the process that evaluates JavaScript ended; run it again, and report it if that does not help"
posix = pytest.mark.skipif(os.name != "posix", reason="processes are killed by signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
NO_LIMITS = Limits(cpu_seconds=200, wall_seconds=200)


@pytest.fixture
def own_pool() -> Iterator[Pool]:
    with Pool() as pool:
        yield pool


def value(context: Context, code: str) -> object:
    return context.evaluate(code, Form.PROGRAM, predefined={"one": 1}, now_ms=0).value


def test_nothing_is_started_before_it_is_needed(own_pool: Pool) -> None:
    context = own_pool.context(1)
    context.assign("$a", 1)

    assert own_pool.processes == ()
    assert value(context, "$a") == 1
    assert len(own_pool.processes) == 1


def test_contexts_share_a_worker_and_it_is_used_again(own_pool: Pool) -> None:
    contexts = [own_pool.context(seed) for seed in range(20)]
    for number, context in enumerate(contexts):
        context.assign("$n", number)

    assert [value(context, "$n") for context in contexts] == list(range(20))
    before = own_pool.processes
    for context in contexts:
        context.close()
    with own_pool.context(1) as another:
        value(another, "1")
    assert own_pool.processes == before
    assert len(before) == 1


def test_several_workers_serve_several_threads() -> None:
    results: dict[int, object] = {}
    with Pool(workers=2) as pool:

        def work(number: int) -> None:
            with pool.context(number) as context:
                for turn in range(20):
                    results[number] = value(context, f"$sum = ($sum ?? 0) + {turn}")

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(pool.processes) <= 2
    assert results == dict.fromkeys(range(6), 190)


@linux
def test_killed_in_the_middle_of_an_evaluation(own_pool: Pool) -> None:
    context = own_pool.context(1, NO_LIMITS)
    value(context, "$a = [1]; $b = $a")
    [pid] = own_pool.processes

    def kill() -> None:
        wait_until_busy(pid)
        os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()

    outcome = context.evaluate("$a.push(2); for (;;);", Form.PROGRAM, predefined={}, now_ms=0)

    killer.join()
    assert outcome.failure == Failure(ENDED, limit=Limit.PROCESS)
    assert value(context, "[$a, $a === $b]") == [[1], True]
    assert own_pool.processes != (pid,)
    wait_until_gone(pid, reaped=True)


@posix
def test_killed_between_two_evaluations_nobody_notices(own_pool: Pool) -> None:
    context = own_pool.context(1)
    value(context, "$a = 5")
    [pid] = own_pool.processes
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    assert value(context, "$a + 1") == 6


@posix
def test_a_worker_that_cannot_be_kept_alive_is_told(own_pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise BrokenPipeError

    context = own_pool.context(1)
    monkeypatch.setattr("callr_actions.javascript.evaluation.process.os.write", refuse)

    failure = context.evaluate("1", predefined={}, now_ms=0).failure

    assert failure == Failure(ENDED, limit=Limit.PROCESS)


def test_time_on_the_clock_ends_what_the_engine_does_not_watch(own_pool: Pool) -> None:
    limits = Limits(cpu_seconds=200, wall_seconds=0.3)
    with own_pool.context(1, limits) as context, own_pool.context(2, NO_LIMITS) as other:
        value(other, "$x = 1")
        pids = own_pool.processes
        outcome = context.evaluate("for (;;);", Form.PROGRAM, predefined={}, now_ms=0)

        message = "the code takes more than 0.3 s; look for a loop that does not end"
        assert outcome.failure == Failure(message, limit=Limit.WALL)
        # The other context was in the same process; it is built anew and does not know.
        assert value(other, "$x + one") == 2
        assert own_pool.processes != pids


def test_closing_ends_the_processes_and_refuses_more() -> None:
    pool = Pool()
    context = pool.context(1)
    value(context, "1")
    [pid] = pool.processes

    pool.close()

    assert pool.processes == ()
    if os.name == "posix":
        wait_until_gone(pid, reaped=True)
    with pytest.raises(CallrActionsError, match="this pool of JavaScript workers is closed"):
        value(context, "1")
    context.close()


PARENT = """
import os, sys, threading, time
from callr_actions.javascript.evaluation.pool import Pool
from callr_actions.javascript.evaluation.outcome import Limits
from callr_actions.javascript.model import Form
pool = Pool()
context = pool.context(1, Limits(cpu_seconds=600, wall_seconds=1.0))
context.evaluate("1", predefined={}, now_ms=0)
print(*pool.processes, flush=True)
if sys.argv[1] == "busy":
    context.evaluate("for (;;);", Form.PROGRAM, predefined={}, now_ms=0)
time.sleep(600)
"""


@linux
@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_worker_ends_with_its_killed_parent(state: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, state], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    if state == "busy":
        wait_until_busy(pid)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    wait_until_gone(pid)


@posix
def test_the_key_that_interrupts_the_parent_does_not_end_a_worker(own_pool: Pool) -> None:
    context = own_pool.context(1)
    value(context, "$f = () => 5; 1")
    [pid] = own_pool.processes

    os.kill(pid, signal.SIGINT)

    assert value(context, "$f()") == 5


@linux
def test_a_worker_has_no_secrets_and_can_open_no_file(
    own_pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLR_API_KEY", "not for scripts")
    value(own_pool.context(1), "1")
    [pid] = own_pool.processes

    with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123
        names = {entry.partition(b"=")[0] for entry in file.read().split(b"\0") if entry}
    with open(f"/proc/{pid}/limits") as file:  # noqa: PTH123
        limits = dict(line.rsplit(maxsplit=3)[:2] for line in file if "Max open files" in line)

    assert names <= {b"TZ", b"LD_LIBRARY_PATH", b"LC_CTYPE"}
    assert list(limits.values()) == ["3"]


def test_an_engine_that_is_not_installed_is_told(own_pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    process._engine_file.cache_clear()
    monkeypatch.setattr("importlib.machinery.PathFinder.find_spec", lambda _name: None)

    with pytest.raises(CallrActionsError, match="the JavaScript engine is not installed"):
        value(own_pool.context(1), "1")


def conversation(monkeypatch: pytest.MonkeyPatch, *messages: bytes) -> list[str]:
    """Return what a worker in this process answers."""
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"".join(messages))))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=output))
    bridge = (process._FOLDER / "bridge.js").read_text(encoding="utf-8")
    worker.Worker(worker.load(process._engine_file()), bridge).serve()
    monkeypatch.undo()
    data, answers = output.getvalue(), []
    while data:
        size = 4 + int.from_bytes(data[:4], "big")
        answers.append(data[4:size].decode())
        data = data[size:]
    return answers


def opened(memory: int = 64 << 20) -> bytes:
    return frame(f"open 1 {memory} {1 << 20}", '{"r":[1,2,3,4],"g":[],"l":[],"s":{"$a":1}}')


def asked(*codes: str, form: str = "program") -> bytes:
    items = ",".join(f'["{code}","{form}",false]' for code in codes)
    request = f'{{"n":0,"p":{{}},"h":[],"s":{{}},"u":["$a"],"i":[{items}]}}'
    return frame(f"run 1 0.1 60.0 {len(codes)}", request)


@pytest.mark.parametrize(
    ("messages", "answers"),
    [
        ([opened(), asked("$a", "null.x", "3")], ['{"v":1,"b":true,"l":[]}', '{"e":["TypeError"']),
        ([opened(), asked("await 5; return 6", form="maybe-async")], ['{"v":6,"b":true,"l":[]}']),
        ([opened(), asked("for(;;);"), asked("1")], ["Lcpu", "Lmemory"]),
        ([opened(), asked("const go = () => Promise.resolve().then(() => { for (let i = 0; i < 9999; i++); })"
                          ".then(go); go()")], ["Lcpu"]),
        ([opened(), asked("(function f() { f() })()")], ["Lstack"]),
        ([opened(), asked("'x'.repeat(2 ** 29)")], ["Lmemory"]),
        ([opened(), asked("Object.freeze(globalThis)"), asked("1")], ['{"v":', "B"]),
        ([opened(memory=50_000), asked("1")], ["Lmemory"]),
        ([opened(), frame("close 1"), frame("close 1"), asked("1")], ["Lmemory"]),
    ],
)  # fmt: skip
def test_a_worker_answers_frames(
    monkeypatch: pytest.MonkeyPatch, messages: list[bytes], answers: list[str]
) -> None:
    found = conversation(monkeypatch, *messages)

    assert len(found) == len(answers)
    assert all(answer.startswith(start) for answer, start in zip(found, answers, strict=True))


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        ("InternalError: interrupted\n at <eval>", "Lcpu"),
        ("RangeError: Maximum call stack size exceeded\n at f", "Lstack"),
        ("InternalError: out of memory\n", "Lmemory"),
        ("null\nundefined", "Lmemory"),
        ("TypeError: cannot redefine property", "B"),
    ],
)
def test_what_the_engine_throws_at_the_worker_is_a_limit_or_a_broken_context(error: str, answer: str) -> None:
    assert worker._limit(error) == answer


def test_a_worker_gives_up_its_rights_where_the_system_knows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    set_limits: list[tuple[int, tuple[int, int]]] = []
    resource: Any = SimpleNamespace(
        RLIMIT_AS=9, RLIMIT_NOFILE=7, RLIMIT_CORE=4, setrlimit=lambda *it: set_limits.append(it)
    )
    monkeypatch.setitem(sys.modules, "resource", resource)
    worker.give_up_rights(100)
    assert set_limits == [(9, (100, 100)), (7, (3, 3)), (4, (0, 0))]

    monkeypatch.setitem(sys.modules, "resource", None)
    worker.give_up_rights(100)
    assert len(set_limits) == 3


@pytest.mark.parametrize("timers", [True, False])
def test_a_worker_serves_until_its_input_ends(monkeypatch: pytest.MonkeyPatch, timers: bool) -> None:
    output = io.BytesIO()
    if not timers:
        monkeypatch.delattr(signal, "setitimer", raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker, "give_up_rights", lambda _size: None)
    monkeypatch.setattr(threading, "stack_size", lambda _size: 0)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(opened() + asked("1 + 1"))))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=output))
    bridge = str(process._FOLDER / "bridge.js")
    monkeypatch.setattr(sys, "argv", ["worker.py", process._engine_file(), bridge, "1000"])

    worker.main()

    assert output.getvalue()[8:] == b'{"v":2,"b":true,"l":[]}'


class Asleep(threading.Condition):
    """The clock of a watchdog and its sleep: time passes only when a test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self._until: float | None = None

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self._until = self.now + timeout
        super().wait()
        self._until = None
        return True

    def wait_until(self, moment: float) -> None:
        """Wait until the watchdog sleeps until then."""
        while True:
            with self:
                if self._until == moment:
                    return
            time.sleep(0.001)

    def pass_time(self, seconds: float) -> None:
        with self:
            self.now += seconds
            self.notify()


def test_a_watchdog_calls_back_in_order_and_not_for_what_was_lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    watchdog = Watchdog()
    called: list[str] = []
    done = threading.Event()
    watchdog.close()

    watchdog = Watchdog()
    asleep = Asleep()
    monkeypatch.setattr(watchdog, "_changed", asleep)
    monkeypatch.setattr("callr_actions.javascript.evaluation.watchdog.monotonic", lambda: asleep.now)
    watchdog.watch("long", 3600, lambda: called.append("long"))
    asleep.wait_until(3600)
    watchdog.watch("late", 100, done.set)
    watchdog.watch("soon", 20, lambda: called.append("soon"))
    watchdog.watch("lifted", 30, lambda: called.append("lifted"))
    watchdog.lift("lifted")
    watchdog.lift("unknown")
    asleep.wait_until(20)

    asleep.pass_time(99)
    asleep.wait_until(100)
    assert called == ["soon"]
    asleep.pass_time(1)
    done.wait()
    watchdog.lift("long")
    watchdog.close()
    assert called == ["soon"]


def test_the_room_can_be_imported_without_the_engine() -> None:
    code = "import sys, callr_actions.javascript.evaluation.pool as it; print('_quickjs' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
    assert import_module("callr_actions.javascript.evaluation.pool") is not None
