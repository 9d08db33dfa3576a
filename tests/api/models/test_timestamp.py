"""Times: RFC 3339 in, an aware datetime inside, the same text out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.api.models.timestamp import Timestamp, rfc3339
from tests.api.models.raw_objects import TIMES

NOON = datetime(2024, 4, 24, 12, 0, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-04-24T12:00:42Z", NOON),
        ("2024-04-24t12:00:42z", NOON),
        ("2024-04-24T12:00:42.000Z", NOON),
        ("2024-04-24T14:00:42+02:00", NOON),
        ("2024-04-24T06:30:42-05:30", NOON),
        ("2024-04-24T12:00:42-00:00", NOON),
        ("2024-04-24T12:00:42.5Z", NOON + timedelta(microseconds=500_000)),
        ("2024-04-24T12:00:42.12345678+00:00", NOON + timedelta(microseconds=123_456)),
        ("2024-04-24T12:00:42.999999999Z", NOON + timedelta(microseconds=999_999)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_reads_a_time_and_keeps_its_text(text: str, time: datetime) -> None:
    assert Timestamp.parse(text) == time
    assert Timestamp.parse(text).wire == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-04-24",
        "2024-04-24T12:00:42",
        "2024-04-24 12:00:42Z",
        "2024-04-24T12:00Z",
        "2024-04-24T12:00:42.Z",
        "2024-04-24T12:00:42Z\n",
        "2024-02-30T12:00:42Z",
        "2024-04-24T24:00:42Z",
        "2024-04-24T12:00:61Z",
        "2024-04-24T12:00:42+24:00",
        "2024-04-24T12:00:42+01:60",
        "0000-01-01T00:00:00Z",
        "２024-04-24T12:00:42Z",
    ],
)
def test_refuses_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a time such as 2024-04-24T17:42:28Z \(RFC 3339\)$"):
        Timestamp.parse(text)


@given(TIMES)
def test_every_text_comes_back(text: str) -> None:
    assert Timestamp.parse(text).wire == text


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30))])))
def test_a_time_that_is_written_is_read_as_itself(time: datetime) -> None:
    assert Timestamp.parse(rfc3339(time)) == time
    assert Timestamp.of(time) == time
    assert Timestamp.of(time).wire == rfc3339(time)


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (NOON, "2024-04-24T12:00:42Z"),
        (NOON.replace(microsecond=1), "2024-04-24T12:00:42.000001Z"),
        (NOON.replace(tzinfo=timezone(timedelta(hours=2))), "2024-04-24T12:00:42+02:00"),
        # Paris kept its own time until 1911, and RFC 3339 has no seconds in an offset.
        (datetime(1900, 1, 1, 0, 9, 21, tzinfo=timezone(timedelta(seconds=561))), "1900-01-01T00:00:00Z"),
    ],
)
def test_writes_a_time_that_was_made_here(time: datetime, text: str) -> None:
    assert Timestamp.of(time).wire == text


def test_a_time_that_was_reckoned_has_no_text_of_its_own() -> None:
    later = Timestamp.parse("2024-04-24T12:00:42.123456789Z") + timedelta(hours=1)
    assert isinstance(later, Timestamp)
    assert later.wire == "2024-04-24T13:00:42.123456Z"


def test_refuses_a_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Timestamp.of(datetime(2024, 4, 24))  # noqa: DTZ001
