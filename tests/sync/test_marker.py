"""The marker line: written, read back, and what edits do to it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import plain_data
from callr_actions.sync.marker import Mark, State, canonical, read_marker, text_hash, write_marker

BODY = "branches:\n  inbound-call:\n    actions:\n      - action: hangup@v1\n"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
SCRIPT = write_marker(BODY, "support/front-desk", COMMIT)
LINE = "# callr-actions support/front-desk 0123456789ab c77821ec877efc74"


def test_a_line_behind_the_script() -> None:
    assert f"{BODY}{LINE}\n" == SCRIPT
    marked = read_marker(SCRIPT)
    assert marked == (BODY, Mark("support/front-desk", "0123456789ab", "c77821ec877efc74"), State.UNTOUCHED)


def test_files_in_no_commit() -> None:
    assert read_marker(write_marker(BODY, "a", None)).mark == Mark("a", None, text_hash(BODY))


def test_a_script_that_nobody_deployed() -> None:
    assert read_marker(BODY) == (BODY, None, State.NONE)
    assert read_marker("") == ("", None, State.NONE)


def test_an_edit_above_is_seen() -> None:
    marked = read_marker(SCRIPT.replace("hangup", "answer"))
    assert marked.state is State.EDITED
    assert marked.body == BODY.replace("hangup", "answer")
    assert marked.mark is not None
    assert marked.mark.base == text_hash(BODY)


def test_a_text_added_below_is_an_edit_and_the_line_no_part_of_it() -> None:
    marked = read_marker(f"{SCRIPT}  hangup: []\n")
    assert marked.state is State.EDITED
    assert marked.body == f"{BODY}  hangup: []\n"


@pytest.mark.parametrize(
    "script",
    [
        f"\ufeff{SCRIPT}",
        SCRIPT.replace("\n", "\r\n"),
        SCRIPT.replace("\n", "\r"),
        SCRIPT.rstrip("\n"),
        f"{SCRIPT}\n\n",
        f"{SCRIPT.rstrip()}  \t\n",
    ],
)
def test_what_no_reader_of_yaml_sees_is_no_edit(script: str) -> None:
    assert read_marker(script) == read_marker(SCRIPT)


@pytest.mark.parametrize(
    "line",
    [
        "# callr-actions support/front-desk 0123456789ab c77821ec877efc7",
        "# callr-actions support/front-desk c77821ec877efc74",
        "# callr-actions support/front-desk HEAD c77821ec877efc74",
        "# callr-actions front desk - c77821ec877efc74",
        "# callr-actions ",
    ],
)
def test_a_line_that_cannot_be_read_is_damaged(line: str) -> None:
    assert read_marker(f"{BODY}{line}\n") == (BODY, None, State.DAMAGED)


def test_two_lines_of_which_none_is_last_are_damaged() -> None:
    assert read_marker(f"{SCRIPT}{SCRIPT}more: 1\n").state is State.DAMAGED


def test_of_two_lines_the_last_counts() -> None:
    twice = write_marker(SCRIPT, "other", None)
    assert read_marker(twice) == (SCRIPT, Mark("other", None, text_hash(SCRIPT)), State.UNTOUCHED)


def test_a_line_within_a_text_is_none() -> None:
    body = f"{BODY}code: |\n  {LINE}\n  1\n"
    assert read_marker(body).state is State.NONE
    assert read_marker("# callr-actions is what we use\nbranches: {}\n").state is State.NONE


def test_what_the_account_made_of_a_text_is_told_from_what_was_sent() -> None:
    kept = BODY.upper()
    mark = read_marker(write_marker(kept, "a", None, sent=text_hash(BODY))).mark
    assert mark == Mark("a", None, text_hash(kept), text_hash(BODY))
    assert mark.base == text_hash(BODY)


keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(keys, st.sampled_from([COMMIT, None]), st.text(st.characters(exclude_categories=["Cs"])))
@example("mit Leerzeichen\u2028%20", COMMIT, "a: 1")
def test_every_key_and_text_comes_back(key: str, commit: str | None, text: str) -> None:
    script = write_marker(text, key, commit)
    marked = read_marker(script)
    assert marked.state is State.UNTOUCHED
    assert marked.body == canonical(text)
    assert marked.mark is not None
    assert marked.mark.key == unicodedata.normalize("NFC", key)
    assert len(script[len(canonical(text)) :].splitlines()) == 1


ENDINGS = ["a: 1", "a: |\n  b\n", "a: |+\n  b\n\n", "a: >-\n  b\n  c\n", "{a: [1, 2]}", "a: b\n  c\n"]


@given(st.sampled_from(ENDINGS), keys)
def test_yaml_reads_the_marked_script_as_before(body: str, key: str) -> None:
    before, after = (
        parse_document(Source("", text)) for text in (canonical(body), write_marker(body, key, None))
    )
    assert before.root is not None
    assert after.root is not None
    assert plain_data(after.root) == plain_data(before.root)
