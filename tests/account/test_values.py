from __future__ import annotations

from typing import Any

import pytest

from callr_actions.account.compound_values import AnyObject, Binary, Nullable, Several
from callr_actions.account.dispatch import Dispatch
from callr_actions.account.operation import Operation, sid_in_path
from callr_actions.account.values import Choice, Flag, Instant, Text, Unreadable, Value, Whole


@pytest.mark.parametrize(
    ("value", "text", "read"),
    [
        (Text(), "a", "a"),
        (Whole(), "-12", -12),
        (Flag(), "false", False),
        (Several(Whole(), 3), "1,2", [1, 2]),
        (Nullable(Whole()), "1", 1),
        (Instant(), "1970-01-01T00:00:01Z", 1000),
    ],
)
def test_a_text_is_read_as_what_it_stands_for(value: Value, text: str, read: Any) -> None:
    assert value.read(text) == read


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Whole(1), "is `x`; it must be an integer of 1 or more"),
        (Flag(), "is `x`; it must be `true` or `false`"),
        (AnyObject(), "is `x`; an object cannot stand there"),
        (Binary(), "is `x`; a file cannot stand there"),
        (Instant(), "is `x`; it must be an RFC 3339 date-time such as 2024-04-24T17:42:28Z"),
    ],
)
def test_a_text_that_stands_for_nothing_is_told(value: Value, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        value.read("x")
    assert str(error.value) == reason


@pytest.mark.parametrize(
    ("value", "given", "reason"),
    [
        (Text(2), 1, "must be a string, not an integer"),
        (Text(2), "a", "has 1 characters; it must have at least 2 characters"),
        (Text(most=1), "ab", "has 2 characters; it must have at most 1 characters"),
        (Choice(("a", "b")), None, "must be a string, not null"),
        (Whole(0, 9), True, "must be an integer, not a boolean"),
        (Flag(only=True), False, "is false; it must be `true` or left out"),
        (Flag(), "true", "must be true or false, not a string"),
        (Several(Whole(), 1), {}, "must be a list, not an object"),
        (Several(Whole(), 1), [1, 2], "has 2 items; it must have at most 1"),
        (AnyObject(1), [], "must be an object, not a list"),
        (AnyObject(1), {"a": 1, "b": 2}, "has 2 properties; it must have at most 1"),
        (Binary(), b"", "is an empty file"),
    ],
)
def test_what_is_wrong_with_a_value_is_said(value: Value, given: Any, reason: str) -> None:
    assert value.check(given) == reason


@pytest.mark.parametrize(
    ("value", "wording", "schema"),
    [
        (Whole(), "an integer", {"type": "integer"}),
        (AnyObject(), "an object", {"type": "object"}),
        (Nullable(Text()), "a string, or null", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        (
            Several(Whole(), 2),
            "at most 2 items, each an integer",
            {"type": "array", "items": {"type": "integer"}, "maxItems": 2},
        ),
        (
            Binary(),
            "a file",
            {"type": "string", "contentMediaType": "application/octet-stream", "minLength": 1},
        ),
        (Instant(), "an RFC 3339 date-time such as 2024-04-24T17:42:28Z", None),
    ],
)
def test_a_value_describes_itself(value: Value, wording: str, schema: dict[str, Any] | None) -> None:
    assert value.wording() == wording
    assert value.schema() == (schema or {"type": "string", "format": "date-time"})


def operation(path: str, **more: Any) -> Operation:
    return Operation("x", "X", "Do x", "GET", path, lambda _: None, **more)


def test_a_declaration_that_contradicts_another_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^GET /a is declared twice$"):
        Dispatch([operation("/a"), operation("/a")])
    with pytest.raises(ValueError, match=r"^GET /\{id\} declares other path parameters than its path has$"):
        Dispatch([operation("/{id}", at=(sid_in_path("an id"),))])
