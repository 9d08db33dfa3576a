"""What is remembered of deploys that did not come to their end."""

from __future__ import annotations

from typing import Any

from callr_actions.sync.layout import same_but_for_layout
from callr_actions.sync.marker import write_marker
from callr_actions.sync.memory import Making, Memory, Sending, remember
from callr_actions.sync.remote import RemoteScenario

BEGUN = {"kind": "before", "op": "create", "key": "a", "sid": None, "hash": "h", "name": "A"}
DONE = {"kind": "after", "op": "create", "key": "a", "sid": "s1", "status": "done"}
FAILED = DONE | {"sid": None, "status": "failed"}


def end(*, unseen: bool = False) -> dict[str, Any]:
    return {"kind": "end", "unseen": unseen}


def test_what_was_begun_is_remembered_until_a_deploy_has_seen_it() -> None:
    assert remember([[BEGUN]]) == Memory({"a": Making("h", "A")}, {"a": Sending("h")})
    assert remember([[BEGUN, DONE]]).making == {"a": Making("h", "A", "s1")}
    assert remember([[BEGUN, DONE, end(unseen=True)]]).making == {"a": Making("h", "A", "s1")}
    assert remember([[BEGUN, FAILED, end()]]).making == {"a": Making("h", "A")}
    assert remember([[BEGUN, DONE, end()]]) == Memory({}, {})
    assert remember([[BEGUN], [end()]]).making == {}


def test_what_was_sent_is_remembered_until_it_is_done() -> None:
    update = BEGUN | {"op": "update", "sid": "s1"}
    marking = update | {"kind": "marking", "kept": "k"}
    assert remember([[update, marking]]).sending == {"a": Sending("h", "k")}
    assert remember([[update, marking], [end()]]).sending == {"a": Sending("h", "k")}
    assert remember([[update, marking], [update, DONE, end()]]).sending == {}
    number = DONE | {"number": "+33199001234"}
    assert remember([[update, number]]).sending == {"a": Sending("h")}
    assert remember([[update | {"hash": None}]]).sending == {}


def test_what_says_nothing_of_itself_is_nobody_s() -> None:
    memory = remember([[BEGUN]])
    for script in ("a: 1\n", write_marker("a: 1\n", "b", None)):
        there = RemoteScenario("s1", "A", script)
        assert not memory.has_made(there)
        assert not memory.left_unmarked(there)


def test_only_blanks_and_quotes_are_layout() -> None:
    text = 'a: {b: [1, "two"]} # why\n'
    assert same_but_for_layout(text, "a:   { b: [ 1, 'two' ] }   # why")
    for other in ("a: {b: [1, two]}\n", 'a: {b: ["1", "two"]} # why\n', "a: {b: [1, 'two'} # why\n"):
        assert not same_but_for_layout(text, other)
    assert not same_but_for_layout("[", "[")
