"""Conditions over a run's variables: what holds, what throws, and what cannot be evaluated."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.errors import CallrActionsError
from callr_actions.runs.judge import Judge
from callr_actions.runs.outcome import Outcome
from callr_actions.runs.wanted import Expression, Wanted, check_wanted
from tests.runs.accounts import wanted

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def outcome(by: Wanted, variables: dict[str, Any], initial: dict[str, Any] | None = None) -> Outcome | None:
    with Judge(by) as judge:
        return judge.verdict(variables, initial).outcome


@pytest.mark.parametrize(
    ("code", "variables", "holds"),
    [
        ("$status", {"$status": "x"}, True),
        ("$status", {"$status": ""}, False),
        ("$status", {}, False),
        ("$n > 2 && $n < 5", {"$n": 3}, True),
        ("['a', 'b'].includes($x)", {"$x": "b"}, True),
        ("$cdr?.status === 'answered'", {}, False),
        ("new Date(now).getFullYear() > 2020", {}, True),
        ("typeof other === 'undefined'", {}, True),
        ("JSON.stringify($list) === '[1,{\"a\":null}]'", {"$list": [1, {"a": None}]}, True),
    ],
)
def test_conditions(code: str, variables: dict[str, Any], holds: bool) -> None:
    assert outcome(wanted(code), variables) is (Outcome.REACHED if holds else None)
    assert outcome(wanted(fail_if=code), variables) is (Outcome.FAILED if holds else None)


@given(JSON)
def test_a_value_survives_the_way_into_the_engine(value: object) -> None:
    with Judge(wanted(outputs={"same": "JSON.parse(JSON.stringify($x))"})) as judge:
        assert judge.outputs({"$x": value})[0] == {"same": value}


def test_one_judge_for_many_runs_keeps_them_apart() -> None:
    with Judge(wanted("[...$list].pop() && $list.pop() && typeof $other === 'undefined'")) as judge:
        assert judge.verdict({"$list": [1]}).outcome is Outcome.REACHED
        assert judge.verdict({"$list": [1]}).outcome is Outcome.REACHED
        assert judge.verdict({"$list": [1], "$other": 1}).outcome is None
        assert judge.verdict({"$list": [1]}).outcome is Outcome.REACHED


@pytest.mark.parametrize(
    ("value", "initial", "reached"),
    [
        ("done", {}, True),
        (0, {}, True),
        (False, {"$result": 0}, True),
        (None, {}, False),
        ("", {}, False),
        ("running", {"$result": "running"}, False),
        ("done", {"$result": "running"}, True),
    ],
)
def test_a_variable_that_is_set(value: object, initial: dict[str, Any], reached: bool) -> None:
    by = wanted(until_set="$result")
    assert outcome(by, {"$result": value}, initial) is (Outcome.REACHED if reached else None)
    assert outcome(by, {}, initial) is None


def test_a_condition_that_never_ends_is_an_error() -> None:
    with Judge(wanted("(() => { while (true) {} })()")) as judge, pytest.raises(CallrActionsError) as error:
        judge.verdict({})
    assert str(error.value).startswith("--until `(() => { while (true) {} })()` cannot be evaluated: ")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "--until ``: empty expression"),
        ("$a ===", "--until `$a ===`: the expression ends too early at column 7"),
        ("$a = 1", "--until `$a = 1` assigns `$a`; a condition only looks at it"),
        ("$status++", "--until `$status++` assigns `$status`; a condition only looks at it"),
        (
            "status === 1",
            "there is no `status` here, only the run's variables, such as `$status`; did you mean `$status`?",
        ),
        (
            "fetch('x')",
            "--until `fetch('x')`: there is no `fetch` here, only the run's variables, such as `$status`",
        ),
        ("JSO.parse($a)", "did you mean `JSON`?"),
        ("$a " + "+ 1" * 11_000, "--until: 33,003 characters; an expression has at most 32,768"),
    ],
)
def test_expressions_that_are_none(code: str, said: str) -> None:
    with pytest.raises(CallrActionsError) as error:
        check_wanted(wanted(code), {"$a", "$status"})
    assert said in str(error.value)


def test_names_that_nothing_sets_are_doubtful() -> None:
    by = wanted("$staus", "$zzz", until_set="$reslt")
    assert check_wanted(by, {"$status", "$result"}) == (
        "--fail-if `$zzz` looks at `$zzz`, which nothing in the scenario sets",
        "--until `$staus` looks at `$staus`, which nothing in the scenario sets; did you mean `$status`?",
        "--until-set looks at `$reslt`, which nothing in the scenario sets; did you mean `$result`?",
    )
    assert check_wanted(by, None) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("result", "--until-set: `result` is not the name of a variable; did you mean `$result`?"),
        ("$1", "--until-set: `$1` is not the name of a variable"),
    ],
)
def test_names_that_are_none(name: str, said: str) -> None:
    with pytest.raises(CallrActionsError) as error:
        check_wanted(wanted(until_set=name), None)
    assert str(error.value) == said


def test_a_long_expression_is_shown_on_one_short_line() -> None:
    assert (
        str(Expression("$a\n  || " + "$b || " * 40, "--until"))
        == f"--until `{('$a || ' + '$b || ' * 40)[:79]}…`"
    )
