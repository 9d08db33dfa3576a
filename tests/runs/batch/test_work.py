"""The work of a batch: killed at every point there is, interrupted, paused, refused, held up."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.runs.batch import opening, work
from callr_actions.runs.batch.states import State
from callr_actions.runs.batch.terms import Clock, Happening, Terms, Waiting
from callr_actions.runs.batch.windows import read_windows
from callr_actions.runs.batch.work import cancel_rows
from tests.runs.batch.machine import NOON, Machine, Points, RecordingAccount

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.runs.batch.account import End

ROWS = 6
FAULTS = {2: ["busy"], 3: ["lost"], 4: ["refused"], 5: ["busy", "lost"], 6: ["busy", "refused"]}


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power here: what the system has been given is as good as on the disk."""
    slow = "pragma synchronous = full"
    quick = tuple(each.replace(slow, "pragma synchronous = off") for each in opening._PRAGMAS)
    monkeypatch.setattr(opening, "_PRAGMAS", quick)


def faults() -> dict[int, list[str]]:
    return {row: list(each) for row, each in FAULTS.items()}


def test_every_row_ends_and_none_is_started_twice(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", ROWS, faults())
    for _ in range(2):  # the second process has nothing left to do
        machine.process()
        assert machine.states() == {"reached": 2, "uncertain": 2, "refused": 2}
        assert machine.starts == dict.fromkeys((1, 2, 3, 5), 1)


def test_killed_at_every_point_no_row_is_started_twice_and_each_is_accounted_for(tmp_path: Path) -> None:
    new = Machine(tmp_path / "new.sqlite3", ROWS).path
    points = Machine(tmp_path / "whole.sqlite3", ROWS, faults(), like=new).process()
    assert points > 20
    doubted = 0
    for kill_at in range(1, points + 1):
        machine = Machine(tmp_path / f"{kill_at}.sqlite3", ROWS, faults(), like=new)
        machine.process(kill_at=kill_at)
        machine.process(kill_at=kill_at // 2 + 1)
        machine.process()
        found = machine.rows()
        assert len(found) == ROWS
        assert set(found.values()) <= {"reached", "uncertain", "refused"}, (kill_at, found)
        assert max(machine.starts.values(), default=0) <= 1, (kill_at, machine.starts)
        # What the state says happened did happen, and what it says did not happen did not.
        assert {row for row, what in found.items() if what == "reached"} <= machine.starts.keys()
        assert not {row for row, what in found.items() if what == "refused"} & machine.starts.keys()
        doubted += list(found.values()).count("uncertain")
    assert doubted > 2 * points  # two rows are uncertain in each life; kills add to them


def test_an_uncertain_row_is_started_again_only_when_the_user_says_so(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 1, {1: ["lost"]})
    machine.process()
    machine.process()
    assert machine.starts == {1: 1}
    with machine.ledger() as ledger:
        assert ledger.retry_uncertain() == 1
    machine.process()
    assert machine.starts == {1: 2}
    assert machine.states() == {"reached": 1}


def test_runs_under_way_are_followed_by_the_next_process_and_not_started_again(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 3)

    async def never(*_: object) -> End:
        raise CallrActionsError("the network is gone")

    with pytest.raises(CallrActionsError, match="the network is gone"):
        machine.process(follow=never, concurrency=1)
    assert machine.states()["started"] == 1
    machine.process()
    assert machine.states() == {"reached": 3}
    assert machine.starts == {1: 1, 2: 1, 3: 1}


def test_what_is_told_of_a_row_is_on_the_disk(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", ROWS, faults())
    kept: list[tuple[State, str]] = []

    def tell(what: Happening | Waiting) -> None:
        assert isinstance(what, Happening)
        with sqlite3.connect(machine.path) as disk:
            query = disk.execute("select state from rows where line = ?", (what.line,))
            kept.append((what.state, query.fetchone()[0]))
        disk.close()

    machine.process(report=tell)
    # Events of one row that share a transaction are told behind it; no state is told ahead of the disk.
    steps = [State.WAITING, State.STARTED, State.UNCERTAIN, State.ENDED]
    assert {told for told, _ in kept} == set(steps)
    for told, stored in kept:
        if told is not State.WAITING:  # which may have been taken again
            assert steps.index(State(stored)) >= steps.index(told), (told, stored)


def test_when_nobody_takes_what_is_told_nothing_more_is_started_and_nothing_is_lost(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 20)

    def tell(_: object) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        machine.process(report=tell, concurrency=2)
    began = sum(machine.starts.values())
    assert 1 <= began < 20
    found = machine.states()
    assert found["waiting"] == 20 - began
    assert found["uncertain"] == 0
    machine.process()
    assert machine.states() == {"reached": 20}
    assert set(machine.starts.values()) == {1}


def test_no_more_run_at_a_time_than_wanted_and_no_faster_than_the_rate(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 30)
    machine.process(concurrency=3, rate=2.0)
    assert machine.account is not None
    assert machine.account.most_under_way <= 3
    assert machine.time - NOON == pytest.approx(29 / 2, abs=0.6)


def test_outside_the_window_it_waits_and_rows_of_other_zones_go_first(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 0)
    with machine.ledger() as ledger:
        zones = ["America/Los_Angeles", "Europe/Paris", "America/Los_Angeles", "Asia/Tokyo"]
        ledger.load((machine.row(at, zone) for at, zone in enumerate(zones, start=1)), {})
    machine.time = NOON  # 12:00 in Paris, 03:00 in Los Angeles, 20:00 in Tokyo
    machine.process(windows=read_windows(["09:00-18:00"], "from-number"), concurrency=1)
    order = [
        each.line for each in machine.told if not isinstance(each, Waiting) and each.state is State.STARTED
    ]
    assert order == [2, 1, 3, 4]
    waits = [each for each in machine.told if isinstance(each, Waiting)]
    assert waits[0] == Waiting(NOON + 6 * 3600)
    assert waits[-1] == Waiting(NOON + 13 * 3600, over=True)
    assert waits.count(waits[-1]) == 1


def test_a_busy_account_is_asked_less_and_less_often(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 1, {1: ["busy"] * 8})
    machine.process()
    assert machine.slept == [1, 2, 4, 8, 16, 32, 60, 60]
    assert machine.states() == {"reached": 1}


@pytest.mark.parametrize(
    ("fault", "says"), [("busy", "too many requests"), ("refused", "no credit"), ("lost", "broke off")]
)
def test_starts_that_all_come_to_nothing_stop_the_batch(tmp_path: Path, fault: str, says: str) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 100, {row: [fault] * 100 for row in range(1, 101)})
    with pytest.raises(CallrActionsError, match=says):
        machine.process(concurrency=1)
    assert machine.states()["waiting"] == (100 if fault == "busy" else 80)


def test_a_scenario_that_is_gone_stops_the_batch_at_once_and_the_row_waits(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 5, {1: ["gone"]})
    with pytest.raises(CallrActionsError, match="no such scenario"):
        machine.process(concurrency=1)
    assert machine.states() == {"waiting": 5}
    assert machine.starts == {}


def test_paused_it_starts_nothing_until_it_may_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "CONTROL_EVERY", 0.001)
    machine = Machine(tmp_path / "s.sqlite3", 50)
    looks = 0

    def wish() -> str:
        nonlocal looks
        looks += 1
        return "pause" if looks < 10 else "go"

    machine.process(control=wish)
    assert machine.told[0] == Waiting(None)
    assert machine.told[1] == Waiting(None, over=True)
    assert machine.states() == {"reached": 50}


def test_cancelled_it_starts_no_more_and_what_runs_can_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "CONTROL_EVERY", 0.001)
    machine = Machine(tmp_path / "s.sqlite3", 50)

    async def never(*_: object) -> End:
        await asyncio.Event().wait()
        raise AssertionError

    machine.process(control=lambda: "cancel" if machine.told else "go", follow=never)
    assert machine.states() == {"started": 4, "waiting": 46}
    with machine.ledger() as ledger:
        account = RecordingAccount(Points(), {})
        clock = Clock(lambda: NOON, lambda: NOON, asyncio.sleep)
        assert asyncio.run(cancel_rows(ledger, account, clock)) == {"skipped": 46, "stopped": 4}
    assert sorted(account.cancelled) == ["api:1", "api:2", "api:3", "api:4"]
    assert machine.states() == {"cancelled": 50}


def test_interrupted_it_waits_for_answers_and_leaves_nothing_uncertain(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "s.sqlite3", 20)

    async def life() -> None:
        with machine.ledger() as ledger:
            account = RecordingAccount(Points(), {})
            asked, answer = asyncio.Event(), asyncio.Event()

            async def start(variables: bytes) -> str:
                asked.set()
                await answer.wait()
                return await RecordingAccount.start(account, variables)

            account.start = start  # type: ignore[method-assign]
            job = work.Work(
                ledger,
                account,
                Terms(2, None, read_windows([], None)),
                clock=Clock(lambda: NOON, lambda: NOON, asyncio.sleep),
                control=RecordingControl(),
                report=machine.told.append,
            )
            task = asyncio.create_task(job.run())
            await asked.wait()
            task.cancel()
            await asyncio.sleep(0)
            answer.set()
            with pytest.raises(asyncio.CancelledError):
                await task
            machine.starts += account.starts

    asyncio.run(life())
    found = machine.states()
    assert found == {"started": sum(machine.starts.values()), "waiting": 20 - sum(machine.starts.values())}
    assert 1 <= found["started"] <= 2


def test_an_answer_that_does_not_come_after_an_interruption_is_uncertain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "GRACE", 0.01)
    machine = Machine(tmp_path / "s.sqlite3", 5)

    async def life() -> None:
        with machine.ledger() as ledger:
            account = RecordingAccount(Points(), {})
            asked = asyncio.Event()

            async def start(variables: bytes) -> str:
                asked.set()
                await asyncio.Event().wait()
                raise AssertionError

            account.start = start  # type: ignore[method-assign]
            job = work.Work(
                ledger,
                account,
                Terms(1, None, read_windows([], None)),
                clock=Clock(lambda: NOON, lambda: NOON, asyncio.sleep),
                control=RecordingControl(),
                report=machine.told.append,
            )
            task = asyncio.create_task(job.run())
            await asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(life())
    assert machine.states() == {"uncertain": 1, "waiting": 4}


class RecordingControl:
    def wish(self) -> str:
        return "go"
