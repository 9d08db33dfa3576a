"""Values that a newer server may lengthen."""

from __future__ import annotations

import copy
import pickle

import pytest

from callr_actions.api.models.sms import SmsStatus


def test_a_known_value_is_its_member() -> None:
    assert SmsStatus("remote-queued") is SmsStatus.REMOTE_QUEUED
    assert SmsStatus.REMOTE_QUEUED.known


def test_an_unknown_value_is_taken_as_it_is() -> None:
    status = SmsStatus("teleported")
    assert status == "teleported"
    assert not status.known
    assert status == SmsStatus("teleported")
    assert hash(status) == hash("teleported")
    assert status not in list(SmsStatus)
    assert copy.deepcopy(status) == pickle.loads(pickle.dumps(status)) == status
    assert f"{status}" == "teleported"


def test_what_is_no_text_is_no_value() -> None:
    with pytest.raises(ValueError, match="3 is not a valid SmsStatus"):
        SmsStatus(3)  # type: ignore[arg-type]
