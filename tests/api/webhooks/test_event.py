"""Deliveries of all fourteen types, read and written again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.api.models.calls import CallRecord
from callr_actions.api.models.json import to_builtins
from callr_actions.api.models.mismatch import Mismatch
from callr_actions.api.models.webhooks import WebhookType
from callr_actions.api.webhooks.event import UnexpectedEventError, idempotency_key, read_event
from callr_actions.api.webhooks.payloads import payload_of
from callr_actions.exit_codes import ExitCode

SAMPLES = Path(__file__).parents[1] / "models" / "samples"
PAYLOADS = {
    "v2.billing.credit.topup": "CreditChange",
    "v2.billing.credit.warning": "CreditChange",
    "v2.billing.credit.shutdown": "CreditChange",
    "v2.call.inbound.started": "CallRecord",
    "v2.call.inbound.ended": "CallRecord",
    "v2.call.outbound.started": "CallRecord",
    "v2.call.outbound.ended": "CallRecord",
    "v2.number.assigned": "NumberAssignment",
    "v2.number.unassigned": "NumberAssignment",
    "v2.task.updated": "Task",
    "v2.audio-file.updated": "AudioFile",
    "v2.recording.updated": "Recording",
    "v2.sms.inbound.received": "Sms",
    "v2.sms.outbound.updated": "Sms",
}


def delivery(kind: object, payload: object, **changes: object) -> bytes:
    event = {
        "id": "a0331714637700000abcdefghijklmno",
        "at": "2024-05-02T08:15:00Z",
        "sid": "hook0001",
        "type": kind,
        "try": 0,
        "payload": payload,
        **changes,
    }
    return json.dumps(event).encode()


def sample(name: str) -> dict[str, object]:
    value: dict[str, object] = json.loads((SAMPLES / f"{name}.json").read_bytes())
    return value


def mismatch(body: bytes) -> Mismatch:
    with pytest.raises(UnexpectedEventError) as caught:
        read_event(body)
    assert caught.value.exit_code is ExitCode.ACCOUNT
    return caught.value.mismatch


def test_all_types_are_here() -> None:
    assert list(PAYLOADS) == [each.value for each in WebhookType]


@pytest.mark.parametrize(("kind", "name"), PAYLOADS.items())
def test_each_type_has_its_payload(kind: str, name: str) -> None:
    body = delivery(kind, {**sample(name), "new": {"key": 1}}, signed=True)
    event = read_event(body)
    assert type(event.payload).__name__ == name
    assert type(event.payload) is payload_of(kind)
    assert event.type is WebhookType(kind)
    assert event.extra == {"signed": True}
    assert to_builtins(event) == json.loads(body)


def test_a_payload_is_told_by_its_type() -> None:
    match read_event(delivery("v2.call.inbound.ended", sample("CallRecord"))).payload:
        case CallRecord() as call:
            assert call.caller_number == "+33199007001"
        case _:
            pytest.fail("a call carries a call record")


def test_a_type_of_next_year_keeps_its_payload_as_it_is() -> None:
    body = delivery("v2.fax.received", {"pages": 3})
    event = read_event(body)
    assert not event.type.known
    assert event.payload == {"pages": 3}
    assert to_builtins(event) == json.loads(body)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", Mismatch("$", "empty", "JSON")),
        (b"payload=1", Mismatch("$", "not JSON: it begins with 'payload=1'", "JSON")),
        (b"[]", Mismatch("$", "a list", "an object")),
        (b"{}", Mismatch("$.id", "missing", "the key")),
        (delivery(None, {}), Mismatch("$.type", "null", "a text")),
        (delivery("v2.fax.received", 3), Mismatch("$.payload", "the number 3", "an object")),
        (delivery("v2.task.updated", None), Mismatch("$.payload", "null", "an object")),
        (delivery("v2.task.updated", {}), Mismatch("$.payload.id", "missing", "the key")),
        (
            delivery("v2.sms.inbound.received", {**sample("Sms"), "body": {"text": 1}}),
            Mismatch("$.payload.body.text", "the number 1", "a text"),
        ),
        (
            delivery("v2.task.updated", sample("Task"), **{"try": "0"}),
            Mismatch("$.try", '"0"', "a whole number"),
        ),
    ],
)
def test_names_what_cannot_be_read(body: bytes, found: Mismatch) -> None:
    assert mismatch(body) == found


def test_the_message_says_that_it_is_a_delivery() -> None:
    with pytest.raises(UnexpectedEventError) as caught:
        read_event(b"[]")
    assert str(caught.value) == (
        "the webhook's body has an unexpected shape: `$` is a list; expected an object"
    )


@given(st.integers(0, 10), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_attempt_has_the_same_key_and_every_event_its_own(attempt: int, other: str) -> None:
    payload = sample("Task")
    first = idempotency_key(read_event(delivery("v2.task.updated", payload)))
    again = idempotency_key(
        read_event(delivery("v2.task.updated", payload, **{"try": attempt, "sid": "hook0002"}))
    )
    assert again == first == "a0331714637700000abcdefghijklmno"
    assert idempotency_key(read_event(delivery("v2.task.updated", payload, id=other))) == other
