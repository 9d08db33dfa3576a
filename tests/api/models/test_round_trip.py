"""Every model writes what it read: no key, no fraction of a second and no digit is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callr_actions.api.models.json import decode, from_builtins, to_builtins, to_json
from callr_actions.api.models.paging import Page
from callr_actions.api.models.sms import Sms
from tests.api.models.raw_objects import every_model, raw_of

if TYPE_CHECKING:
    from callr_actions.api.models.model import Model

MODELS = [Page[Sms] if kind is Page else kind for kind in every_model()]


def exact(value: object) -> str:
    """Tells 1 from 1.0 and from true, as == does not."""
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("kind", MODELS, ids=str)
@settings(max_examples=12)
@given(data=st.data())
def test_what_is_read_is_written_again(kind: type[Model], data: st.DataObject) -> None:
    raw: dict[str, Any] = data.draw(raw_of(kind))
    model = from_builtins(kind, raw)
    assert exact(to_builtins(model)) == exact(raw)
    assert decode(kind, to_json(model)) == model


@pytest.mark.parametrize("kind", MODELS, ids=str)
@settings(max_examples=3)
@given(data=st.data())
def test_unknown_keys_survive(kind: type[Model], data: st.DataObject) -> None:
    raw: dict[str, Any] = data.draw(raw_of(kind))
    model = from_builtins(kind, {**raw, "a-key-of-next-year": {"deep": [1, None]}})
    assert model.extra["a-key-of-next-year"] == {"deep": [1, None]}
    assert to_builtins(model) == {**raw, "a-key-of-next-year": {"deep": [1, None]}}


def test_there_is_something_to_test() -> None:
    assert {"Scenario", "CallRecord", "Sms", "Page", "WebhookLog", "ErrorBody"} <= {
        kind.__name__ for kind in every_model()
    }


@pytest.mark.parametrize(
    ("tag", "others"),
    [
        ("scenarios", {"sms", "webhooks", "billing", "numbers"}),
        ("tasks", {"sms", "scenarios", "calls"}),
        ("sms", {"scenarios", "calls", "webhooks", "numbers"}),
    ],
)
def test_one_tag_imports_no_other(tag: str, others: set[str]) -> None:
    code = f"import sys, callr_actions.api.models.{tag}; print(*(m for m in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in answer.stdout.split() if ".api.models." in name}
    assert tag in loaded
    assert not loaded & others
