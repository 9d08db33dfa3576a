"""Events that went through JSON are shown as they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from callr_actions.simulator.event_json import event_of
from callr_actions.simulator.transcript import Transcript
from tests.simulator.test_sessions import SESSIONS, perform

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("folder", SESSIONS[::4], ids=lambda path: path.name)
def test_an_event_comes_back(folder: Path) -> None:
    transcript = Transcript(trace=True)
    for event in perform(folder).events:
        data = json.loads(json.dumps(event.to_json()))
        back = event_of(data)
        assert back is not None
        assert transcript.line(back) == transcript.line(event)
        assert json.loads(json.dumps(back.to_json())) == data


def test_an_event_of_a_later_version_is_left_out() -> None:
    assert event_of({"kind": "teleported"}) is None
