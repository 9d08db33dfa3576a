"""JSON to models: what comes wrong is named by its place."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.api.models.json import decode, from_builtins, to_builtins, to_json
from callr_actions.api.models.mismatch import Mismatch, MismatchError
from callr_actions.api.models.money import Money
from callr_actions.api.models.number_kinds import NumberClass, NumberType
from callr_actions.api.models.numbers import NumberAssignment, PhoneNumber
from callr_actions.api.models.paging import Page
from callr_actions.api.models.scenarios import AttachedNumber, RunStarted, Scenario
from callr_actions.api.models.tasks import Task
from callr_actions.api.models.timestamp import Timestamp
from callr_actions.api.models.webhooks import Webhook
from callr_actions.exit_codes import ExitCode
from tests.api.models.raw_objects import JSON

NUMBER = {"e164": "+33199001234", "class": "gold", "type": "mobile", "assigned": "2024-04-24T17:42:28Z"}
SCENARIO = {
    "sid": "callrsid",
    "name": "Forward",
    "script": "branches: {}",
    "format": "yaml",
    "version": "1.0",
    "numbers": [{**NUMBER, "country": "FR"}],
    "created": "2024-04-24T17:42:28Z",
    "updated": "2024-04-24T17:42:28.5Z",
}


def page(**changes: object) -> dict[str, object]:
    return {"offset": 0, "total": 1, "hasMore": False, "hits": [{**SCENARIO, **changes}]}


def mismatch(kind: object, raw: object) -> Mismatch:
    with pytest.raises(MismatchError) as caught:
        from_builtins(kind, raw)  # type: ignore[arg-type]
    return caught.value.mismatch


def test_reads_a_page_of_scenarios() -> None:
    scenarios = from_builtins(Page[Scenario], page())
    assert (scenarios.total, scenarios.has_more) == (1, False)
    assert scenarios.hits[0].numbers == (
        AttachedNumber(
            e164="+33199001234",
            class_=NumberClass.GOLD,
            type=NumberType.MOBILE,
            assigned=Timestamp.parse("2024-04-24T17:42:28Z"),
            country="FR",
        ),
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"name": 3}, Mismatch("$.hits[0].name", "the number 3", "a text")),
        (
            {"created": None},
            Mismatch("$.hits[0].created", "null", "a time such as 2024-04-24T17:42:28Z (RFC 3339)"),
        ),
        (
            {"updated": "yesterday"},
            Mismatch("$.hits[0].updated", '"yesterday"', "a time such as 2024-04-24T17:42:28Z (RFC 3339)"),
        ),
        ({"numbers": {}}, Mismatch("$.hits[0].numbers", "an object", "a list")),
        ({"numbers": [[]]}, Mismatch("$.hits[0].numbers[0]", "a list", "an object")),
        ({"numbers": [NUMBER]}, Mismatch("$.hits[0].numbers[0].country", "missing", "the key")),
        (
            {"numbers": [{**NUMBER, "country": "FR", "class": True}]},
            Mismatch("$.hits[0].numbers[0].class", "true", "a text"),
        ),
    ],
)
def test_names_the_place_what_was_found_and_what_was_expected(
    changes: dict[str, object], found: Mismatch
) -> None:
    assert mismatch(Page[Scenario], page(**changes)) == found


def test_a_long_text_is_not_shown() -> None:
    raw = {"id": "x" * 41, "status": "s", "percent": "y" * 41, "ended": None, "result": 1, "error": ""}
    assert mismatch(Task, raw) == Mismatch(
        "$.percent", "a text of 41 characters", "a whole number or a number"
    )


def test_the_message_is_for_people() -> None:
    with pytest.raises(MismatchError) as caught:
        decode(RunStarted, b'{"runid":7}')
    assert str(caught.value) == (
        "the API's answer has an unexpected shape: `$.runid` is the number 7; expected a text"
    )
    assert caught.value.hint == "the API may have changed: look for a newer version of this program"
    assert caught.value.exit_code is ExitCode.ACCOUNT


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<html>", "not JSON: it begins with '<html>'"),
        (b'{"runid":', "not JSON: it begins with '{\"runid\":'"),
        (b"[" * 100_000, "nested too deeply"),
        (b"1e999", "JSON with a number that is out of range"),
        (b'"\xff"', "not UTF-8"),
    ],
)
def test_what_is_not_json(body: bytes, found: str) -> None:
    with pytest.raises(MismatchError) as caught:
        decode(RunStarted, body)
    assert caught.value.mismatch == Mismatch("$", found, "JSON")


def test_bare_strings_are_answers() -> None:
    credit = decode(Money | None, b'"500.00"')  # type: ignore[arg-type]
    assert credit == Money("500.00")
    assert decode(Money | None, b"null") is None  # type: ignore[arg-type]
    assert decode(str, b'"sampleTaskID1234567890abcdef0000"') == "sampleTaskID1234567890abcdef0000"
    with pytest.raises(MismatchError, match="`\\$` is the number 500; expected an amount in cents"):
        decode(Money, b"500")


def test_a_missing_key_and_a_null_are_written_as_they_came() -> None:
    missing: dict[str, object] = {"e164": "+33199001234"}
    null: dict[str, object] = {"e164": "+33199001234", "scenario": None, "enduser": {"sid": None, "x": 1}}
    base = {**NUMBER, "country": "FR"}
    for raw in (missing, null):
        number = from_builtins(PhoneNumber, {**base, **raw})
        assert number.scenario is None
        assert to_builtins(number) == {**base, **raw}
    assert to_json(NumberAssignment()) == b"{}"


def test_a_key_that_is_named_like_our_own_bookkeeping_survives() -> None:
    raw = {"runid": "api:1", "extra": 1, "nulls": [2], "(extra)": {"a": None}, "(nulls)": ["x"]}
    assert to_builtins(from_builtins(RunStarted, raw)) == raw


def test_the_secret_of_a_webhook_is_not_in_its_repr() -> None:
    hook = from_builtins(
        Webhook,
        {
            "sid": "callrsid",
            "type": "v2.task.updated",
            "endpoint": "https://example.com",
            "status": "enabled",
            "options": {"hmacSecret": "hush"},
            "failed": 0,
            "lastfailed": None,
            "created": "2024-04-24T17:42:28Z",
            "updated": "2024-04-24T17:42:28Z",
        },
    )
    assert (
        repr(hook) == "Webhook(sid='callrsid', type='v2.task.updated', endpoint='https://example.com', ...)"
    )


@given(JSON)
def test_any_json_is_read_or_explained(raw: object) -> None:
    with suppress(MismatchError):
        assert to_builtins(from_builtins(Scenario, raw)) == raw


@given(st.binary(max_size=30))
def test_any_bytes_are_read_or_explained(body: bytes) -> None:
    with suppress(MismatchError):
        assert decode(Page[Scenario], body).offset >= 0


@pytest.mark.parametrize(("error", "failed"), [("", False), ("no space", True)])
def test_a_task_that_ended(error: str, failed: bool) -> None:
    raw = {"id": "t", "status": "s", "percent": 100, "result": None, "error": error}
    running = from_builtins(Task, {**raw, "ended": None})
    assert (running.finished, running.failed) == (False, False)
    ended = from_builtins(Task, {**raw, "ended": "2024-04-24T17:42:28Z"})
    assert (ended.finished, ended.failed) == (True, failed)
