from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.account import instants


@given(st.integers(0, 4_102_444_800_000))
def test_a_time_is_written_as_rfc_3339_and_read_back(at: int) -> None:
    text = instants.written(at)
    assert instants.read(text) == at
    assert datetime.fromisoformat(text) == datetime.fromtimestamp(at // 1000, UTC).replace(
        microsecond=at % 1000 * 1000
    )


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:01z", 1000),
        ("1970-01-01T01:00:00.1239999+01:00", 123),
        ("1969-12-31T23:59:59.5Z", -500),
        ("2016-12-31T23:59:60Z", 1_483_228_799_999),
        ("1970-01-01T00:00:00", None),
        ("1970-02-30T00:00:00Z", None),
        ("1970-01-01T24:00:00Z", None),
        ("1970-01-01T00:00:00.Z", None),
        ("1970-01-01T00:00:00Z\n", None),
        ("0000-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+23:00", -62_135_679_600_000),
    ],
)
def test_date_times_are_read(text: str, at: int | None) -> None:
    assert instants.read(text) == at


def test_what_has_not_come_is_null() -> None:
    assert instants.written_or_none(None) is None
    assert instants.written_or_none(0) == "1970-01-01T00:00:00.000Z"
