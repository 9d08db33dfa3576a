"""All recordings at once: only when that is what was asked for."""

from __future__ import annotations

from typing import Any

import pytest

from callr_actions.api.requests.recordings import DeleteRecordings, UpdateRecordings
from callr_actions.api.requests.violations import InvalidRequestError


def test_chosen_ones_repeat_the_name() -> None:
    assert DeleteRecordings(sids=("callrsid", "deadbeef")).query() == [
        ("sid", "callrsid"),
        ("sid", "deadbeef"),
    ]
    assert DeleteRecordings(sids=("callrsid",)).body() is None
    update = UpdateRecordings(sids=("callrsid",), read=True)
    assert (update.query(), update.body()) == ([("sid", "callrsid")], {"read": True})


def test_all_of_them_must_be_said() -> None:
    assert DeleteRecordings(all=True).query() == []
    assert UpdateRecordings(all=True, read=False).query() == []


@pytest.mark.parametrize("kind", [DeleteRecordings, lambda **values: UpdateRecordings(read=True, **values)])
@pytest.mark.parametrize(
    "values", [{}, {"sids": ()}, {"sids": []}, {"sids": None}, {"all": "no"}, {"all": 1}]
)
def test_nothing_chosen_is_refused(kind: Any, values: dict[str, object]) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        kind(**values)
    assert str(caught.value).partition(": ")[2] == (
        "`sid` is empty, which means every recording of the account; allowed: 1 to 100 SIDs, or `all=True`"
    )


@pytest.mark.parametrize("every", [True, "no", None])
def test_chosen_ones_and_all_contradict_each_other(every: Any) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        DeleteRecordings(sids=("callrsid",), all=every)
    assert str(caught.value) == "DeleteRecordings: `sid` is a list of 1, with `all`; allowed: one of the two"


def test_the_wrong_one_of_many_is_named() -> None:
    with pytest.raises(InvalidRequestError) as caught:
        DeleteRecordings(sids=("callrsid", "CALLRSID"))
    assert str(caught.value) == (
        'DeleteRecordings: `sid` is "CALLRSID" at place 2; allowed: 8 lower-case letters or digits, '
        "such as callrsid"
    )
