"""Variables before they are sent: what the server would drop is refused, what looks wrong is told."""

from __future__ import annotations

from typing import Any

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.runs.pacing import Pace, Pacing
from callr_actions.runs.variables import check_variables


def test_declared_variables_are_fine() -> None:
    given = {"$phone": "+33199001234", "$when": {"day": 1}}
    assert check_variables(given, {"$phone", "$when"}) == (given, ())
    assert check_variables({"$any": 1}, None).warnings == ()


def test_unknown_ones_are_told_with_the_closest() -> None:
    assert check_variables({"$phon": 1, "$zzz": 2}, {"$phone"}).warnings == (
        "the scenario does not declare `$phon`; did you mean `$phone`?",
        "the scenario does not declare `$zzz`; it declares $phone",
    )
    assert check_variables({"$x": 1}, ()).warnings == (
        "the scenario does not declare `$x`; it declares no variables",
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"phone": 1}, 'without a word: "phone"; allowed: `$`, a letter, then at most 254 letters, digits'),
        ({"phone": 1}, "did you mean `$phone`?"),
        ({"$1": 1, "$é": 2}, 'without a word: "$1", "$é"'),
        (
            {f"$v{n}": n for n in range(65)},
            "an object of 65 keys; allowed: an object of at most 64 variables",
        ),
        ({"$x": float("nan")}, "nan at `$x`"),
        ({"$x": {"a": [object()]}}, "a value of the type object at `$x.a[0]`"),
    ],
)
def test_what_the_server_would_drop_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(CallrActionsError) as error:
        check_variables(given, None)
    assert said in str(error.value)


def test_waits_differ_by_chance_and_never_undercut_what_is_asked_for() -> None:
    pacing = Pacing(Pace(first=1, growth=2, longest=3, jitter=0.5), lambda: 1.0)
    waits = [pacing.wait(changed=False) for _ in range(4)]
    assert waits == [0.5, 1.0, 1.5, 1.5]
    assert pacing.wait(changed=True, asked=9.0) == 9.0
    assert pacing.wait(changed=False) == 1.0
