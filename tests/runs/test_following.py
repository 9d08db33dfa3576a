"""A run is asked about until its end is known, trouble is ridden out, and the time is always kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.exit_codes import ExitCode
from callr_actions.runs import following
from callr_actions.runs.events import ABSENT, Changed, Ended, Recovered, Remark, Trouble, to_json
from callr_actions.runs.following import Patience, follow
from callr_actions.runs.judge import Judge
from callr_actions.runs.outcome import Outcome
from tests.api.loopback import Time
from tests.runs.accounts import (
    A_PAGE,
    BROKEN,
    BUSY,
    DENIED,
    GONE,
    MOVED,
    OFFLINE,
    Account,
    followed,
    wanted,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.runs.events import Event

DONE = wanted('$status === "done"')
RUNNING = {"$status": "running"}
FINISHED = {"$status": "done"}


def kinds(events: list[Event]) -> list[str]:
    return [type(each).__name__.lower() for each in events]


def the_end(events: list[Event]) -> Ended:
    assert isinstance(events[-1], Ended)
    assert not any(isinstance(each, Ended) for each in events[:-1])
    return events[-1]


def test_each_change_is_told_once_with_what_was_before() -> None:
    account = Account({"$n": 0, "$old": 1}, {"$n": 0, "$old": 1}, {"$n": 1, "$status": "done"})
    events = followed(account, DONE, before={"$n": 0, "$old": 1})
    assert [each[1:] for each in events if isinstance(each, Changed)] == [
        ("$n", 0, 1),
        ("$status", ABSENT, "done"),
        ("$old", 1, ABSENT),
    ]
    ended = the_end(events)
    assert (ended.outcome, ended.reason) == (Outcome.REACHED, '--until `$status === "done"`')
    assert (ended.outputs, ended.polls) == ({"n": 1, "status": "done"}, 3)


@pytest.mark.parametrize("pair", [(1, True), (0, False), ([0], [False]), ({"a": 1}, {"a": True}), ("1", 1)])
def test_what_is_equal_to_python_only_has_changed(pair: tuple[object, object]) -> None:
    account = Account({"$x": pair[0]}, {"$x": pair[1], "$status": "done"})
    assert sum(isinstance(each, Changed) and each.variable == "$x" for each in followed(account, DONE)) == 2


def test_what_is_the_same_has_not_changed() -> None:
    value = {"a": [1, 2.5, None, {"b": "c"}]}
    account = Account({"$x": value}, {"$x": {"a": [1.0, 2.5, None, {"b": "c"}]}, "$status": "done"})
    assert kinds(followed(account, DONE)) == ["changed", "changed", "ended"]


def test_the_condition_of_failure_comes_first() -> None:
    events = followed(Account(FINISHED), wanted("true", '$status === "done"'))
    ended = the_end(events)
    assert (ended.outcome, ended.exit_code) == (Outcome.FAILED, ExitCode.FAILED_CONDITION)
    assert ended.reason == '--fail-if `$status === "done"`'


@pytest.mark.parametrize("trouble", [OFFLINE, BROKEN, BUSY, A_PAGE])
def test_trouble_is_ridden_out(trouble: Exception) -> None:
    events = followed(Account(RUNNING, trouble, trouble, FINISHED), DONE)
    assert kinds(events) == ["changed", "trouble", "trouble", "recovered", "changed", "ended"]
    assert the_end(events).outcome is Outcome.REACHED


def test_what_the_account_asks_to_wait_is_waited() -> None:
    clock = Time()
    events = followed(Account(BUSY, FINISHED), DONE, clock=clock)
    assert clock.waits == [7.0]
    assert isinstance(events[1], Recovered)
    assert events[1].seconds == 7.0


def test_trouble_until_the_end_of_the_time_is_an_error_of_the_account() -> None:
    account = Account(RUNNING, OFFLINE)
    events = followed(account, DONE, timeout=20.0)
    ended = the_end(events)
    assert (ended.outcome, ended.exit_code) == (Outcome.UNREACHABLE, ExitCode.ACCOUNT)
    assert (ended.variables, ended.outputs, ended.polls) == (RUNNING, None, account.polls)
    assert ended.at == pytest.approx(20.0)
    assert all(isinstance(each, Trouble) for each in events[1:-1])


@pytest.mark.parametrize(
    ("error", "code"),
    [(DENIED, ExitCode.AUTHENTICATION), (GONE, ExitCode.ACCOUNT), (MOVED, ExitCode.ACCOUNT)],
)
def test_what_does_not_pass_ends_it_at_once(error: Exception, code: ExitCode) -> None:
    account = Account(RUNNING, error)
    ended = the_end(followed(account, DONE, fresh=True))
    assert (ended.outcome, ended.error, ended.exit_code) == (Outcome.LOST, error, code)
    assert account.polls == 2


def test_a_run_just_started_may_be_unknown_for_a_moment() -> None:
    assert the_end(followed(Account(GONE, FINISHED), DONE, fresh=True)).outcome is Outcome.REACHED
    assert the_end(followed(Account(GONE, FINISHED), DONE)).outcome is Outcome.LOST
    clock = Time()
    assert the_end(followed(Account(GONE), DONE, fresh=True, clock=clock)).outcome is Outcome.LOST
    assert clock.now - 1000 < 15


def test_it_asks_less_and_less_often_and_for_the_last_time_when_the_time_is_over() -> None:
    clock, account = Time(), Account(RUNNING)
    ended = the_end(followed(account, DONE, timeout=20.0, clock=clock))
    assert (ended.outcome, ended.exit_code) == (Outcome.TIMED_OUT, ExitCode.TIMED_OUT)
    assert clock.waits == [0.25, 0.375, 0.562, 0.844, 1.266, 1.898, 2.848, 4.271, 5.0, 2.686]
    assert account.polls == len(clock.waits) + 1
    assert ended.outputs == {"status": "running"}


def test_a_change_makes_it_ask_soon_again() -> None:
    clock = Time()
    followed(Account(RUNNING, RUNNING, RUNNING, {"$status": "nearly"}, FINISHED), DONE, clock=clock)
    assert clock.waits == [0.25, 0.375, 0.562, 0.25]


def test_what_happens_in_the_last_moment_still_counts() -> None:
    account = Account(*[RUNNING] * 5, FINISHED)
    assert the_end(followed(account, DONE, timeout=3.297)).outcome is Outcome.REACHED


def test_without_a_condition_nobody_knows_the_end() -> None:
    ended = the_end(followed(Account(FINISHED), wanted(), timeout=10.0))
    assert (ended.outcome, ended.exit_code) == (Outcome.UNKNOWN, ExitCode.DONE)
    assert ended.at == 10.0


def test_a_clock_that_jumps_back_changes_nothing() -> None:
    clock, account = Time(), Account(RUNNING)

    async def jumping() -> Mapping[str, Any]:
        if account.polls == 3:
            clock.now -= 86_400
        return await account.ask()

    ended = _ended(jumping, clock, timeout=20.0)
    assert ended.outcome is Outcome.TIMED_OUT
    assert ended.at == pytest.approx(20.0)
    assert account.polls == 11


def test_a_clock_that_jumps_forward_leaves_a_last_look() -> None:
    clock, account = Time(), Account(RUNNING, RUNNING, FINISHED)
    asleep = clock.asleep

    async def suspended(seconds: float) -> None:
        await asleep(seconds)
        if account.polls == 2:
            clock.now += 86_400

    clock.asleep = suspended  # type: ignore[method-assign]
    ended = _ended(account.ask, clock, timeout=20.0)
    assert (ended.outcome, account.polls) == (Outcome.REACHED, 3)


def test_an_account_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "_GRACE", 0.02)
    clock = Time()

    async def hanging() -> Mapping[str, Any]:
        clock.now += 0.02
        await asyncio.Event().wait()
        raise AssertionError("nothing sets it")

    ended = _ended(hanging, clock, timeout=0.02)
    assert (ended.outcome, ended.reason) == (Outcome.UNREACHABLE, "the account does not answer")
    assert ended.error is None


def _ended(ask: Any, clock: Time, timeout: float) -> Ended:
    async def main() -> list[Event]:
        with Judge(DONE) as judge:
            return [each async for each in follow(ask, judge, Patience(timeout), clock.edge(random=0.0))]

    return the_end(asyncio.run(main()))


def test_a_condition_that_throws_is_remarked_once_and_does_not_hold() -> None:
    account = Account({"$n": 1}, {"$n": 2}, {"$n": 3, "$dial": {"ok": True}})
    events = followed(account, wanted("$dial.ok"))
    remarks = [each.message for each in events if isinstance(each, Remark)]
    assert len(remarks) == 1
    assert remarks[0].startswith(
        "--until `$dial.ok` throws TypeError: cannot read property 'ok' of undefined"
    )
    assert the_end(events).outcome is Outcome.REACHED


def test_the_machine_form() -> None:
    account = Account(OFFLINE, {"$a": None}, {"$status": "done"})
    events = followed(
        account, wanted('$status === "done"', outputs={"how": "$status.toUpperCase()", "x": "$x.y"})
    )
    assert [to_json(each) for each in events] == [
        {"version": 1, "at": 0.0, "kind": "trouble", "message": OFFLINE.message, "wait": 0.25},
        {"version": 1, "at": 0.25, "kind": "recovered", "seconds": 0.25},
        {"version": 1, "at": 0.25, "kind": "changed", "variable": "$a", "after": None},
        {"version": 1, "at": 0.5, "kind": "changed", "variable": "$status", "after": "done"},
        {"version": 1, "at": 0.5, "kind": "changed", "variable": "$a", "before": None},
        {
            "version": 1,
            "at": 0.5,
            "kind": "remark",
            "message": "the output `x` is null: callr.yaml:9:9 `$x.y`: "
            "TypeError: cannot read property 'y' of undefined",
        },
        {
            "version": 1,
            "at": 0.5,
            "kind": "ended",
            "outcome": "reached",
            "reason": '--until `$status === "done"`',
            "exit_code": 0,
            "polls": 3,
            "variables": {"$status": "done"},
            "outputs": {"how": "DONE", "x": None},
            "error": None,
        },
    ]
