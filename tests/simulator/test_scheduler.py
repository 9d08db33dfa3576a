"""Virtual time: who goes on when, and what interrupts whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.simulator.scheduler import TIMEOUT, Mailbox, Scheduler, Wait

if TYPE_CHECKING:
    from callr_actions.simulator.scheduler import Activity


def never() -> bool:
    return False


def run(scheduler: Scheduler, until: int = 10_000) -> None:
    scheduler.advance(until, never)


def test_activities_go_on_in_the_order_of_their_moments() -> None:
    scheduler, seen = Scheduler(), []

    def activity(name: str, *moments: int) -> Activity:
        for moment in moments:
            yield Wait(moment)
            seen.append((scheduler.now, name))

    scheduler.start(activity("a", 5, 9))
    scheduler.start(activity("b", 5, 7))
    run(scheduler)
    assert seen == [(5, "a"), (5, "b"), (7, "b"), (9, "a")]
    assert scheduler.next_moment is None


def test_a_message_ends_a_wait_before_its_time() -> None:
    scheduler, box, seen = Scheduler(), Mailbox(), []

    def reader() -> Activity:
        seen.append(((yield Wait(100, box)), scheduler.now))
        seen.append(((yield Wait(150, box)), scheduler.now))
        seen.append(((yield Wait(160, box)), scheduler.now))

    def writer() -> Activity:
        yield Wait(40)
        box.post("one")
        box.post("two")

    scheduler.start(reader())
    scheduler.start(writer())
    run(scheduler)
    assert seen == [("one", 40), ("two", 40), (TIMEOUT, 160)]
    assert repr(TIMEOUT) == "TIMEOUT"


def test_an_interrupt_comes_where_the_activity_waits() -> None:
    scheduler, seen = Scheduler(), []

    def sleeper() -> Activity:
        try:
            yield Wait(100)
        except KeyError:
            seen.append(scheduler.now)
            yield Wait(scheduler.now + 5)
            seen.append(scheduler.now)

    def waker() -> Activity:
        yield Wait(20)
        task.interrupt(KeyError())
        task.interrupt(ValueError())

    task = scheduler.start(sleeper())
    scheduler.start(waker())
    run(scheduler)
    assert seen == [20, 25]
    task.interrupt(KeyError())
    assert task.done


def test_an_activity_that_interrupts_itself_ends_at_its_next_wait() -> None:
    scheduler = Scheduler()

    def activity() -> Activity:
        assert scheduler.current is not None
        scheduler.current.interrupt(KeyError("mine"))
        yield Wait(50)

    scheduler.start(activity())
    with pytest.raises(KeyError, match="mine"):
        run(scheduler)
    assert scheduler.now == 0


def test_what_has_not_begun_never_begins_when_it_is_interrupted() -> None:
    scheduler, seen = Scheduler(), []

    def activity() -> Activity:
        seen.append("begun")
        yield Wait(1)

    task = scheduler.start(activity())
    task.interrupt(KeyError())
    run(scheduler)
    assert (seen, task.done) == ([], True)


def test_stopping_lets_each_tidy_up_the_youngest_first() -> None:
    scheduler, seen = Scheduler(), []

    def activity(name: str) -> Activity:
        try:
            yield Wait(100)
        finally:
            seen.append(name)

    scheduler.start(activity("old"))
    scheduler.start(activity("young"))
    run(scheduler, 10)
    scheduler.stop_all()
    assert seen == ["young", "old"]
    assert scheduler.next_moment is None


def test_nothing_happens_once_it_is_over() -> None:
    scheduler, seen = Scheduler(), []

    def activity() -> Activity:
        for _ in range(5):
            yield Wait(scheduler.now + 1)
            seen.append(scheduler.now)

    scheduler.start(activity())
    scheduler.advance(100, lambda: len(seen) == 2)
    assert seen == [1, 2]
