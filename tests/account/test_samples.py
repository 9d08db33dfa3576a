"""The payloads for trying out: of the shape that the documentation has."""

from __future__ import annotations

import pytest

from callr_actions.account.events import TYPES
from callr_actions.account.samples import sample
from callr_actions.api.models.json import from_builtins, to_builtins
from callr_actions.api.webhooks.payloads import payload_of

NOW = 1_713_980_548_000


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_has_a_payload_of_its_shape(kind: str) -> None:
    model = payload_of(kind)
    assert model is not None
    payload = sample(kind, NOW)
    read = from_builtins(model, payload)
    assert to_builtins(read) == payload
    assert read.extra == {}
