"""Two hundred schedules of the fault campaign, always the same; `script/chaos` runs thousands of others."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.campaign.machine import Campaign

SCHEDULES = 200
STEPS = 5


@pytest.mark.no_cover  # the same over and over
def test_nothing_is_lost_and_everything_comes_to_rest() -> None:
    run_state_machine_as_test(
        Campaign, settings=settings(settings.default, max_examples=SCHEDULES, stateful_step_count=STEPS)
    )
