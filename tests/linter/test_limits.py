"""Hostile files cost little time and memory in the whole linter, and give a bounded number of findings."""

from __future__ import annotations

import sys

import pytest

from tests.costs import costs_of

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="this system does not tell what a process cost"
)

# Two seconds on a machine of the year 2024 with nothing else to do; machines of CI are slower and busy.
MOST_SECONDS = 4.0
MOST_BYTES = 300 * 1024 * 1024

FOUND = {
    "steps": "CA106",
    "bad steps": "CA106 CA301",
    "gotos to nowhere": "CA106 CA401 CA403",
    "conditions": "CA106 CA204 CA501",
    "broken conditions": "CA106 CA204 CA501 CA601",
    "conditions in braces": "CA106 CA204 CA601",
    "holes": "CA106 CA611",
    "broken holes": "CA106 CA601",
    "holes with objects": "CA106 CA601 CA608",
    "openings": "CA106 CA602",
    "one opening and many closings": "CA106 CA601",
    "one template": "CA106",
    "holes where nothing is evaluated": "CA106 CA202 CA605",
    "deep expression": "CA601",
    "deep code": "CA601",
    "chained branches": "CA106 CA401",
    "far names of branches": "CA106 CA401 CA402 CA403",
    "variables": "CA106 CA204 CA501",
    "unknown keys": "CA106 CA201 CA202",
    "unknown parameters": "CA106 CA302 CA303",
    "bad items of a list": "CA106 CA303 CA304",
    "aliased steps": "CA501",
    "merged mappings": "CA201 CA204",
    "random bytes": "CA103",
    "ten megabytes": "CA106",
}


def test_time_memory_and_what_is_found() -> None:
    """One test, so that no two workers measure the same."""
    costs = costs_of("tests.linter.measure_limits")

    assert {name: cost for name, cost in costs.items() if cost["seconds"] > MOST_SECONDS} == {}
    assert {name: cost["peak"] for name, cost in costs.items() if cost["peak"] > MOST_BYTES} == {}
    assert {name: " ".join(cost["findings"]) for name, cost in costs.items()} == FOUND
