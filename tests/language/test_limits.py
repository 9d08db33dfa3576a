"""Hostile files cost less than two seconds of processor time, 300 MiB, and a bounded number of findings."""

from __future__ import annotations

import sys

import pytest

from tests.costs import costs_of

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="this system does not tell what a process cost"
)

MOST_SECONDS = 2.0
MOST_BYTES = 300 * 1024 * 1024
MOST_FINDINGS = 2 * 100 + 2

# What the last finding says; None where the file is fine, or long lists of them would say nothing more.
LAST = {
    "lists in lists": "nested more than 200 levels deep; the rest was not read",
    "flow lists": "nested more than 200 levels deep; the rest was not read",
    "flow mappings": "nested more than 200 levels deep; the rest was not read",
    "alias bomb": "more than 100,000 YAML nodes, counting what aliases stand for; the rest was not read",
    "recursive alias": "a scenario is a mapping of keys to values; this is a list",
    "anchors": "more than 100,000 YAML nodes, counting what aliases stand for; the rest was not read",
    "items": "more than 100,000 YAML nodes, counting what aliases stand for; the rest was not read",
    "duplicate keys": "more than 100,000 YAML nodes, counting what aliases stand for; the rest was not read",
    "a quote never closed": 'the quote `"` opened here is never closed',
    "backslashes": 'the quote `"` opened here is never closed',
    "escapes": None,
    "one word": None,
    "words": None,
    "literal block": None,
    "block of blanks": None,
    "a block far to the right": None,
    "comments": "nothing in this file; a scenario is a mapping",
    "comments after strange breaks": "nothing in this file; a scenario is a mapping",
    "comments after blanks": None,
    "tabs": "a tab stands in an empty line",
    "a long key": "a key has at most 1,024 characters",
    "long name twice": "999 more problems of this kind",
    "random bytes": "the byte 0x90 here is not UTF-8",
    "picture": "the byte 0x89 here is not UTF-8",
    "ten megabytes": "the file has 10,000,000 bytes; files over 1,048,576 bytes are not read",
}


def test_time_memory_findings_and_what_is_said() -> None:
    """One test, so that no two workers measure the same."""
    costs = costs_of("tests.language.measure_limits")

    for work in ("reading", "mapping"):
        assert {name: cost[work] for name, cost in costs.items() if cost[work] > MOST_SECONDS} == {}, work
    assert {name: cost["peak"] for name, cost in costs.items() if cost["peak"] > MOST_BYTES} == {}
    assert {name for name, cost in costs.items() if cost["problems"] > MOST_FINDINGS} == set()
    for name, wanted in LAST.items():
        last = costs[name]["last"]
        assert last == [] if wanted is None else last[0].startswith(wanted), (name, last)
