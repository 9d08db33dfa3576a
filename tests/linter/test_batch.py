"""A batch: the results of one process in the same order, whatever becomes of the workers."""

from __future__ import annotations

import gc
import io
import os
import pickle
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.linter import batch, worker
from callr_actions.linter.batch import LEAST_FILES, Lost, jobs_for, run_batch
from callr_actions.linter.worker import fork_worker, spawn_worker
from tests.linter.batch_work import (
    die_at_five,
    fail_oddly,
    leave,
    leave_at_five,
    long_text,
    process_of,
    refuse_five,
    square,
)
from tests.processes import wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.linter.worker import Start

STARTS = [pytest.param(spawn_worker, id="new-interpreter")]
if hasattr(os, "fork"):
    STARTS.append(pytest.param(fork_worker, id="copy"))
starts = pytest.mark.parametrize("start", STARTS)


@pytest.fixture(autouse=True)
def found_by_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))


@starts
def test_results_in_order(start: Start) -> None:
    assert list(run_batch(square, range(5), 3, start)) == [0, 1, 4, 9, 16]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied")
@pytest.mark.parametrize("jobs", [2, 5, 7])
def test_any_number_of_jobs(jobs: int) -> None:
    assert list(run_batch(square, range(5), jobs, fork_worker)) == [0, 1, 4, 9, 16]


@starts
def test_results_larger_than_a_pipe(start: Start) -> None:
    assert list(run_batch(long_text, range(6), 2, start)) == [long_text(number) for number in range(6)]


def test_the_platforms_own_way() -> None:
    found = list(run_batch(process_of, range(4), 2))
    assert found[0] == found[2] != found[1] == found[3]
    assert os.getpid() not in found


def test_one_job_stays_here() -> None:
    assert list(run_batch(process_of, range(2), 1)) == [os.getpid()] * 2


@starts
@pytest.mark.parametrize(
    ("work", "how"), [(die_at_five, "signal 9"), (leave_at_five, "exit code 3")], ids=["killed", "left"]
)
def test_only_the_item_at_which_a_worker_dies_is_lost(start: Start, work: object, how: str) -> None:
    assert callable(work)
    expected: list[object] = list(range(12))
    expected[5] = Lost(how)
    assert list(run_batch(work, range(12), 2, start)) == expected


@starts
def test_an_error_is_raised_here(start: Start) -> None:
    results = run_batch(refuse_five, range(12), 2, start)
    assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="five"):
        next(results)


@starts
def test_an_error_that_cannot_be_sent(start: Start) -> None:
    with pytest.raises(RuntimeError, match="OddError: 0 0"):
        next(run_batch(fail_oddly, range(2), 2, start))


def no_process(_work: object, _items: object) -> worker.Worker:
    raise OSError("no process")


def nothing_to_send(_work: object, _items: object) -> worker.Worker:
    raise pickle.PicklingError("a lambda")


@pytest.mark.parametrize("start", [no_process, nothing_to_send])
def test_without_workers_the_work_is_done_here(start: Start) -> None:
    assert list(run_batch(process_of, range(3), 2, start)) == [os.getpid()] * 3


def test_workers_that_cannot_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert list(run_batch(process_of, range(3), 2, spawn_worker)) == [os.getpid()] * 3


@starts
def test_no_process_is_left(start: Start) -> None:
    results = run_batch(process_of, range(40), 2, start)
    found = {next(results), next(results)}
    results.close()
    for pid in found:
        assert isinstance(pid, int)
        wait_until_gone(pid, reaped=True)


@pytest.mark.parametrize(
    ("asked", "files", "jobs"),
    [(0, LEAST_FILES - 1, 1), (0, LEAST_FILES, 4), (2, 3, 2), (9, 3, 3), (1, 1000, 1), (3, 0, 1)],
)
def test_how_many(asked: int, files: int, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_processors", lambda: 4)
    assert jobs_for(asked, files) == jobs


def test_never_too_many_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(64)), raising=False)
    assert jobs_for(0, 10_000) == batch.MOST_JOBS
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert jobs_for(0, 10_000) == 1


def test_a_copy_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError("too many processes")

    before = len(list(Path("/dev/fd").iterdir())) if Path("/dev/fd").exists() else 0
    monkeypatch.setattr(os, "fork", refuse)
    assert list(run_batch(process_of, range(3), 2, fork_worker)) == [os.getpid()] * 3
    after = len(list(Path("/dev/fd").iterdir())) if Path("/dev/fd").exists() else 0
    assert after == before


def sent(pipe: io.BytesIO) -> list[Any]:
    pipe.seek(0)
    found: list[Any] = []
    while pipe.tell() < len(pipe.getvalue()):
        found.append(pickle.load(pipe))
    return found


def test_what_a_worker_sends() -> None:
    pipe = io.BytesIO()
    worker.serve(square, range(3), pipe)
    assert sent(pipe) == ["ready", (True, 0), (True, 1), (True, 4)]


@pytest.mark.parametrize(
    ("work", "kind", "text"), [(refuse_five, ValueError, "five"), (fail_oddly, RuntimeError, "OddError: 5 5")]
)
def test_a_worker_stops_at_its_first_error(
    work: Callable[[int], object], kind: type[Exception], text: str
) -> None:
    pipe = io.BytesIO()
    worker.serve(work, [5, 6], pipe)
    greeting, (good, error) = sent(pipe)
    assert (greeting, good, type(error), str(error)) == ("ready", False, kind, text)


def test_a_new_interpreter_reads_its_work_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, ended = io.BytesIO(), list[int]()
    work = io.BytesIO(pickle.dumps((square, [3])))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=work))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=pipe))
    monkeypatch.setattr(os, "_exit", ended.append)
    worker.main()
    gc.enable()
    assert (sent(pipe), ended) == (["ready", (True, 9)], [0])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be copied")
@pytest.mark.parametrize(("work", "sent_back", "status"), [(square, (True, 9), 0), (leave, None, 1)])
def test_a_copy_holds_no_pipe_of_another_and_ends_without_a_trace(
    work: Callable[[int], object], sent_back: object, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = list[int]()
    monkeypatch.setattr(os, "_exit", ended.append)
    (reading, writing), (another, its_writing) = os.pipe(), os.pipe()
    ours = os.dup(reading)  # the copy closes its own
    monkeypatch.setattr(worker, "_open_results", {os.fdopen(another, "rb", closefd=False)})
    before = signal.getsignal(signal.SIGINT)
    try:
        with suppress(SystemExit):
            worker._serve_as_copy(work, [3], reading, writing)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGINT, before)
        os.close(its_writing)
    for closed in (reading, writing, another):
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(closed)
    with os.fdopen(ours, "rb") as pipe:
        received = sent(io.BytesIO(pipe.read()))
    assert received == ["ready"] + [sent_back] * (sent_back is not None)
    assert ended == [status]


def test_platforms_without_signal_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "pthread_sigmask", raising=False)
    with worker.interrupts_held():
        pass


@pytest.mark.parametrize(("platform", "start"), [("linux", "fork_worker"), ("darwin", "spawn_worker")])
def test_the_way_that_suits_the_platform(platform: str, start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(worker, start, lambda *_arguments: start)
    found: object = worker.start_worker(square, ())
    assert found == start
