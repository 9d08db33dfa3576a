"""A hundred schedules of the fault campaign, always the same; `script/chaos` runs thousands of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from callr_actions.sync.plan import Op
from tests.sync.campaign.faults import OF_ANY, OF_LISTS, Kind
from tests.sync.campaign.hands import What
from tests.sync.campaign.machine import Campaign

if TYPE_CHECKING:
    from collections import Counter

SCHEDULES = 100
STEPS = 5
WRITES = [kind for kind in Kind if kind.writes]


def at_writes(census: Counter[str], fault: str) -> int:
    """Return how many writes met a fault."""
    return sum(census[f"{fault} on {kind.value}"] for kind in WRITES)


@pytest.mark.timeout(600)  # a machine that does much else takes minutes for what takes a quarter of one
@pytest.mark.no_cover  # the same over and over
def test_nothing_is_lost_and_everything_comes_to_rest() -> None:
    Campaign.census.clear()
    run_state_machine_as_test(
        Campaign, settings=settings(settings.default, max_examples=SCHEDULES, stateful_step_count=STEPS)
    )
    census = Campaign.census
    assert census["schedules"] >= SCHEDULES
    # That laws hold proves little where nothing happens: each of these has to have happened so often.
    hits = {fault.value: at_writes(census, fault.value) for fault in OF_ANY}
    hits |= {fault.value: census[f"{fault.value} on list"] for fault in OF_LISTS}
    people = {what.value: census[f"people: {what.value}"] for what in What}
    rows = {op.value: census[f"done: {op.value}"] for op in Op if op is not Op.CONFLICT}
    ends = ("killed", "gave up", "two at once", "edited meanwhile", "on a full disk")
    deploys = {end: census[f"deploy: {end}"] for end in ends}
    decided = {
        said: census[said]
        for said in (
            "planned: conflict",
            "decided: theirs",
            "decided: deploy --prune",
            "decided: scenarios delete",
        )
    }
    healed = {
        said: census[said] for said in ("healed: made twice", "healed: not marked", "people: two of one key")
    }
    few = {
        what: count
        for least, counts in ((1, hits), (10, people), (2, rows), (5, deploys), (2, decided), (1, healed))
        for what, count in counts.items()
        if count < least
    }
    assert not few, f"hardly ever: {few}, of {dict(sorted(census.items()))}"
    settled = {deploys: census[f"settled: after {deploys} deploys"] for deploys in range(3)}
    assert sum(settled.values()) >= SCHEDULES
    assert census["settled: scenarios"] >= 2 * SCHEDULES
