"""A baseline written anew: sorted, and with everything that people wrote into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.linter.baseline.writer import Key, Wanted, new_baseline, rewritten, shrunk
from tests.linter.baseline.example import baseline

A, B, C, D = (digit * 32 for digit in "abcd")
NAMES = {"CA301": "unknown-action"}
KEPT = """\
# Our old faults. Ask Ann.
version: 1
defaults: # agreed in May
  owner: voice team
entries: # sorted
  # The pilot; goes away with it.
  - file: b.yaml
    code: CA301 # unknown-action
    count: 2 # not more
    fingerprints:
      # the first menu
      - AAA # Bob's
      - BBB
    expires: 2030-12-31

  # A folder of its own.
  - file: "legacy folder/ä: b.yaml"
    code: CA401
    count: 1
    reason: |
      kept for
      the audit

# The end.
""".replace("AAA", A).replace("BBB", B)
PILOT, FOLDER = ("b.yaml", "CA301"), ("legacy folder/ä: b.yaml", "CA401")
SAME = {PILOT: Wanted(2, (A, B)), FOLDER: Wanted(1, ())}


def test_a_new_one() -> None:
    text = new_baseline({PILOT: Wanted(2, (B, A)), ("a b.yaml", "CA101"): Wanted(1, (C,))}, NAMES)
    assert text.partition("version")[2] == (
        f": 1\nentries:\n  - file: a b.yaml\n    code: CA101\n    count: 1\n    fingerprints:\n      - {C}\n"
        f"  - file: b.yaml\n    code: CA301 # unknown-action\n    count: 2\n    fingerprints:\n"
        f"      - {A}\n      - {B}\n"
    )
    assert new_baseline({}, NAMES).endswith("version: 1\nentries: []\n")


def test_nothing_new_changes_nothing() -> None:
    assert rewritten(baseline(KEPT), SAME, NAMES) == KEPT


def test_a_count_and_fingerprints_change_and_comments_stay() -> None:
    got = rewritten(baseline(KEPT), SAME | {PILOT: Wanted(3, (C, A, D))}, NAMES)
    assert got == KEPT.replace("count: 2", "count: 3").replace(
        f"      - {B}\n", f"      - {C}\n      - {D}\n"
    )


def test_fingerprints_come_behind_the_count() -> None:
    got = rewritten(baseline(KEPT), SAME | {FOLDER: Wanted(2, (D, C))}, NAMES)
    assert got == KEPT.replace(
        "    count: 1\n", f"    count: 2\n    fingerprints:\n      - {C}\n      - {D}\n"
    )


def test_an_entry_goes_with_the_comment_above_it() -> None:
    got = rewritten(baseline(KEPT), {FOLDER: Wanted(1, ())}, NAMES)
    start, end = KEPT.index("  # The pilot"), KEPT.index("\n  # A folder")
    assert got == KEPT[:start] + KEPT[end:]


def test_new_entries_come_in_their_order() -> None:
    got = rewritten(baseline(KEPT), SAME | {("a.yaml", "CA301"): Wanted(1, (C,))}, NAMES)
    entry = (
        f"  - file: a.yaml\n    code: CA301 # unknown-action\n    count: 1\n    fingerprints:\n      - {C}\n"
    )
    assert got == KEPT.replace("  # The pilot", entry + "  # The pilot")


def test_all_gone_and_back_again() -> None:
    empty = rewritten(baseline(KEPT), {}, NAMES)
    assert empty == KEPT[: KEPT.index("  # The pilot")].replace("entries:", "entries: []") + "# The end.\n"
    again = rewritten(baseline(empty), {PILOT: Wanted(1, (A,))}, NAMES)
    assert again.startswith("# Our old faults. Ask Ann.\n")
    assert again.endswith(f"entries: # sorted\n  - file: b.yaml\n{rest(1, A)}# The end.\n")


def rest(count: int, fingerprint: str) -> str:
    return f"    code: CA301 # unknown-action\n    count: {count}\n    fingerprints:\n      - {fingerprint}\n"


@pytest.mark.parametrize("entries", ["entries:", "entries: []", "entries:\n"])
def test_the_first_entry(entries: str) -> None:
    got = rewritten(baseline(f"version: 1\n{entries}"), {PILOT: Wanted(1, (A,))}, NAMES)
    assert got == f"version: 1\nentries:\n  - file: b.yaml\n{rest(1, A)}"


def test_lists_in_flow_style() -> None:
    flow = (
        "version: 1\nentries:\n- {file: b.yaml, code: CA301, count: 1, owner: Ann} # x\n"
        f"- file: c\n  code: CA301\n  count: 1\n  fingerprints: [{A}]\n"
    )
    got = rewritten(baseline(flow), {PILOT: Wanted(2, (A, B)), ("c", "CA301"): Wanted(2, (A, B))}, NAMES)
    assert got == (
        f"version: 1\nentries:\n- file: b.yaml\n  code: CA301 # unknown-action\n  count: 2\n  fingerprints:\n"
        f"    - {A}\n    - {B}\n  owner: Ann\n"
        f"- file: c\n  code: CA301\n  count: 2\n  fingerprints: [{A}, {B}]\n"
    )


def test_a_whole_list_in_flow_style_is_laid_out_anew() -> None:
    flow = "version: 1\nentries: [{file: b.yaml, code: CA301, count: 2, expires: 2030-12-31}] # ours\n"
    assert rewritten(baseline(flow), {PILOT: Wanted(1, (A,))}, NAMES) == (
        f"version: 1\nentries: # ours\n  - file: b.yaml\n{rest(1, A)}    expires: 2030-12-31\n"
    )
    assert shrunk(baseline(flow), baseline(flow).entries[0], ()) is None


def test_a_layout_that_cannot_be_kept_loses_its_comments_only() -> None:
    odd = (
        '{version: 1, defaults: {owner: "voice: team"}, '
        'entries: [{file: b.yaml, code: CA301, count: 2, reason: "a\\tb"}]}'
    )
    got = rewritten(baseline(odd), {PILOT: Wanted(1, (A,))}, NAMES)
    assert got.endswith(
        'version: 1\ndefaults:\n  owner: "voice: team"\nentries:\n'
        f'  - file: b.yaml\n{rest(1, A)}    reason: "a\\tb"\n'
    )


def test_line_breaks_stay_and_a_last_line_without_one() -> None:
    crlf = KEPT.replace("\n", "\r\n")
    got = rewritten(baseline(crlf), SAME | {PILOT: Wanted(3, (A, B, C))}, NAMES)
    assert got == rewritten(baseline(KEPT), SAME | {PILOT: Wanted(3, (A, B, C))}, NAMES).replace("\n", "\r\n")
    short = "version: 1\nentries:\n  - file: b.yaml\n    code: CA301\n    count: 1"
    assert rewritten(baseline(short), {PILOT: Wanted(1, ()), ("c", "CA301"): Wanted(1, ())}, {}) == (
        short + "\n  - file: c\n    code: CA301\n    count: 1\n"
    )
    assert rewritten(baseline(short), {PILOT: Wanted(2, (A,))}, {}) == (
        short[:-1] + f"2\n    fingerprints:\n      - {A}\n"
    )


FILES = st.one_of(
    st.sampled_from(("a.yaml", "null", "1", "a b", "- x", "ä", "😀: #")),
    st.text("ab: #'\"\\\n\x85é", min_size=1),
)
WANTED = st.dictionaries(
    st.tuples(FILES.filter(str.strip), st.sampled_from(("CA301", "CA401"))),
    st.lists(st.sampled_from((A, B, C, D)), min_size=1, unique=True).map(
        lambda it: Wanted(len(it), tuple(sorted(it)))
    ),
    max_size=4,
)


@given(WANTED, WANTED)
def test_it_says_what_it_is_to_say(first: dict[Key, Wanted], second: dict[Key, Wanted]) -> None:
    """Also after entries come, go and change, and without a change byte for byte the same."""
    text = new_baseline(first, NAMES).replace("    count:", "    owner: Ann\n    count:")
    again = rewritten(baseline(text), second, NAMES)
    read = baseline(again)
    assert {entry.key: Wanted(entry.allowed, entry.fingerprints) for entry in read.entries} == second
    assert [entry.key for entry in read.entries] == sorted(second)
    assert {entry.key for entry in read.entries if entry.terms.owner} == first.keys() & second.keys()
    assert rewritten(read, second, NAMES) == again
