"""A saved plan and an account that has moved since."""

from __future__ import annotations

from callr_actions.sync.choices import Choices
from callr_actions.sync.desired import Desired
from callr_actions.sync.planner import make_plan
from callr_actions.sync.remote import Remote, RemoteScenario
from callr_actions.sync.saved import moved
from tests.sync.test_planner import here, there

ONE, TWO = "+33199001234", "+33199001235"


def test_each_thing_that_has_moved_is_named() -> None:
    wanted = Desired("local", (here("a", 1), here("b", 2), here("new", 3, ONE, TWO)))
    before = Remote((there("s1", "a"), there("s2", "b"), there("s3", "gone", 9)), (ONE, TWO))
    plan = make_plan(wanted, before, Choices(prune=True))
    assert moved(plan, before) == ()
    after = Remote(
        (
            there("s1", "a", 5),
            there("s3", "gone", 9, TWO),
            there("s4", "new", 3),
            RemoteScenario("s5", "else", "x: 1\n"),
        ),
        (TWO,),
    )
    assert moved(plan, after) == (
        "`new` was made meanwhile: `new` (s4)",
        "`a` (s1) has another name or script",
        "`b` (s2) is gone",
        f"{ONE} is no longer on the account",
        f"{TWO} is answered by `gone` (s3)",
        "`gone` (s3) answers other numbers",
    )


def test_a_number_that_nobody_answers_any_more() -> None:
    wanted = Desired("local", (here("a", 0, ONE), here("b", managed=True)))
    plan = make_plan(wanted, Remote((there("s1", "a"), there("s2", "b", 0, ONE)), (ONE,)))
    after = Remote((there("s1", "a"), there("s2", "b")), (ONE,))
    assert moved(plan, after) == (f"{ONE} is answered by nobody",)
