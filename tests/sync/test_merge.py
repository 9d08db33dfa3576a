"""Two texts of one origin: nothing that either side wrote is lost, and nothing is made up."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.sync.merge import Agreed, Disputed, holds, merge

BASE = "a\nb\nc\nd\ne\n"
CLEAN = {
    "nobody": (BASE, BASE, BASE),
    "ours": ("a\nB\nc\nd\ne\n", BASE, "a\nB\nc\nd\ne\n"),
    "theirs": (BASE, "a\nb\nc\nd\nE\n", "a\nb\nc\nd\nE\n"),
    "both, apart": ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"),
    "both the same": ("a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n"),
    "both the same, and one more": ("a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\nf\n", "a\nX\nc\nd\ne\nf\n"),
    "one deletes, one adds": ("a\nc\nd\ne\n", "a\nb\nc\nd\ne\nf\n", "a\nc\nd\ne\nf\n"),
    "a last line without an end": ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\ne", "A\nb\nc\nd\ne"),
    "a carriage return is a part of its line": ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\ne\r\n", "A\nb\nc\nd\ne\r\n"),
}


@pytest.mark.parametrize("name", CLEAN)
def test_what_can_be_brought_together(name: str) -> None:
    ours, theirs, together = CLEAN[name]

    assert merge(BASE, ours, theirs).text == together
    assert merge(BASE, theirs, ours).text == together


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("a\nX\nc\nd\ne\n", "a\nY\nc\nd\ne\n"),  # the same line
        ("a\nX\nc\nd\ne\n", "a\nb\nY\nd\ne\n"),  # beside each other
        ("a\nc\nd\ne\n", "a\nY\nc\nd\ne\n"),  # deleted and changed
        ("a\nX\nb\nc\nd\ne\n", "a\nY\nb\nc\nd\ne\n"),  # added in the same place
        ("", "a\nb\nc\nd\ne\nf\n"),
    ],
)
def test_what_somebody_has_to_decide(ours: str, theirs: str) -> None:
    merged = merge(BASE, ours, theirs)

    assert merged.text is None
    assert len(merged.conflicts) == 1


def test_marks() -> None:
    merged = merge("a\nb\nc\n", "a\nX\nc\n", "a\nY\nc")

    assert merged.pieces == (Agreed(("a\n",)), Disputed(("b\n", "c\n"), ("X\n", "c\n"), ("Y\n", "c")))
    assert merged.marked("here", "production") == (
        "a\n<<<<<<< here\nX\nc\n||||||| deployed\nb\nc\n=======\nY\nc\n>>>>>>> production\n"
    )


def test_many_equal_lines_take_no_time() -> None:
    same = "\n" * 16_000

    assert merge(same, f"x\n{same}", f"{same}y\n").text == f"x\n{same}y\n"


lines = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=8)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text and two edits of it; new lines carry the side that wrote them."""
    base = draw(lines)
    return "".join(base), _edit(draw, base, "ours"), _edit(draw, base, "theirs")


def _edit(draw: st.DrawFn, base: list[str], side: str) -> str:
    found = list(base)
    for number in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(found)))
        found[at : at + draw(st.integers(0, 2))] = [f"{side} {number}\n"] * draw(st.integers(0, 2))
    return "".join(found)


def count(text: str) -> Counter[str]:
    return Counter(text.splitlines())


@given(edited())
def test_no_work_of_either_side_is_lost(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    merged = merge(base, ours, theirs)
    shown = merged.text if merged.text is not None else merged.marked("ours", "theirs")

    for side in (ours, theirs):
        written = {line: n for line, n in count(side).items() if line.startswith(("ours ", "theirs "))}
        assert all(count(shown)[line] >= n for line, n in written.items())
    # What a side deleted stays deleted, and nothing is there that nobody wrote.
    if merged.text is not None:
        taken_away = (count(base) - count(ours)) + (count(base) - count(theirs))
        added = (count(ours) - count(base)) + (count(theirs) - count(base))
        assert not count(shown) - (count(base) + added)
        assert not count(base) - count(shown) - taken_away


@given(edited())
def test_laws(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    merged = merge(base, ours, theirs)

    assert merge(base, ours, base).text == ours
    assert merge(base, base, theirs).text == theirs
    assert merge(base, ours, ours).text == ours
    assert merge(base, theirs, ours).text == merged.text
    assert all(piece.ours != piece.theirs for piece in merged.conflicts)
    # Of two equal lines nobody can say which one was deleted, so `holds` may say no there; never a wrong yes.
    if merged.text is not None and max(count(base).values(), default=1) == 1:
        assert holds(base, merged.text, theirs)
        assert holds(base, merged.text, ours)
