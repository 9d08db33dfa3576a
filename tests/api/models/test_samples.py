"""Objects as the documentation shows them: every key of theirs is a field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from callr_actions.api.models.billing import PaymentType
from callr_actions.api.models.calls import CallRecord, HangupSource
from callr_actions.api.models.json import decode, to_builtins
from callr_actions.api.models.money import Money
from callr_actions.api.models.paging import Page
from callr_actions.api.models.sms import Sms, SmsStatus
from tests.api.models.raw_objects import every_model

if TYPE_CHECKING:
    from callr_actions.api.models.model import Model

SAMPLES = Path(__file__).parent / "samples"
MODELS = {kind.__name__: kind for kind in every_model()}


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.json")))
def test_a_sample_has_no_key_that_is_unknown(name: str) -> None:
    body = (SAMPLES / f"{name}.json").read_bytes()
    model: Model = decode(MODELS[name], body)
    assert model.extra == {}
    assert to_builtins(model) == json.loads(body)


def test_a_call_is_typed_to_the_last_field() -> None:
    call = decode(CallRecord, (SAMPLES / "CallRecord.json").read_bytes())
    assert call.call_id == 240502081500
    assert call.hangup_source is HangupSource.CALLEE
    assert call.billing_destination_id == 77
    assert call.billing_debit == Money("0.8925")
    assert call.billing_payment_type is PaymentType.PREPAID
    assert call.answered is not None
    assert call.ended is not None
    assert (call.ended - call.answered).total_seconds() == pytest.approx(69.78)


def test_a_call_that_just_started_lacks_its_end() -> None:
    raw = json.loads((SAMPLES / "CallRecord.json").read_bytes())
    started = dict(list(raw.items())[:7])
    call = decode(CallRecord, json.dumps({**started, "answered": None}).encode())
    assert (call.answered, call.ended, call.duration_total) == (None, None, None)
    assert to_builtins(call) == {**started, "answered": None}


def test_a_page_of_messages() -> None:
    sms = (SAMPLES / "Sms.json").read_text()
    page = decode(
        Page[Sms], f'{{"offset": 10, "total": 12, "hasMore": true, "hits": [{sms}, {sms}]}}'.encode()
    )
    assert (page.offset, page.total, page.has_more, len(page.hits)) == (10, 12, True, 2)
    assert page.hits[0].body.text == "Your bread is ready"
    assert [change.after for change in page.hits[1].status_history] == [SmsStatus.PENDING, SmsStatus.SENT]
