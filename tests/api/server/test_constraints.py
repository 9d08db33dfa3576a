"""Values against schemas, where the library and the documentation might mean different things."""

from __future__ import annotations

import pytest

from tests.api.server.constraints import broken


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-24T17:42:28Z",
        "2024-04-24T17:42:28.000Z",
        "2024-04-24T17:42:28.12345678+00:00",
        "2024-02-29T00:00:00-11:30",
    ],
)
def test_times_that_are_taken(text: str) -> None:
    assert broken({"type": "string", "format": "date-time"}, text, "at") == []


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-24",
        "2024-04-24T17:42:28",
        "2024-04-24 17:42:28Z",
        "2024-04-24t17:42:28z",
        "2023-02-29T00:00:00Z",
        "2024-04-24T24:00:01Z",
        "20240424T174228Z",
        "",
    ],
)
def test_times_that_are_not(text: str) -> None:
    [complaint] = broken({"type": "string", "format": "date-time"}, text, "at")
    assert str(complaint) == f"at: {text!r} is not a 'date-time'"


@pytest.mark.parametrize(
    "text", ["a.example", "//a.example/", "https://", "https://a.example/é", "http://[::"]
)
def test_addresses_that_are_not(text: str) -> None:
    [complaint] = broken({"type": "string", "format": "uri"}, text, "endpoint")
    assert str(complaint) == f"endpoint: {text!r} is not a 'uri'"


def test_the_end_of_a_pattern_is_the_very_end() -> None:
    [complaint] = broken({"type": "string", "pattern": "^[a-z]+$"}, "abc\n", "sid")
    assert str(complaint) == r"sid: 'abc\n' does not match '^[a-z]+$'"


@pytest.mark.parametrize(
    ("text", "is_good"), [("日", True), ("1é", True), ("½²", False), ("_", False), ("😀", False)]
)
def test_a_letter_is_a_letter_of_any_alphabet(text: str, is_good: bool) -> None:
    assert (broken({"type": "string", "pattern": r"\pL"}, text, "name") == []) is is_good


def test_each_place_is_complained_of_once_and_says_where_it_is() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": "string", "maxLength": 2, "pattern": "^b"},
            "c": {"items": {"minimum": 1}},
        },
        "required": ["x", "y"],
    }
    assert [str(one) for one in broken(schema, {"a": "aaa", "c": [1, 0]}, "body")] == [
        "body.a: 'aaa' is too long",
        "body.c[1]: 0 is less than the minimum of 1",
        "body.x: is required",
        "body.y: is required",
    ]
