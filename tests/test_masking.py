"""Secrets in text: wherever they stand, however they overlap, whatever piece of the text is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.masking import MASK, Masker


def masker(*secrets: str) -> Masker:
    known = Masker()
    for secret in secrets:
        known.add(secret)
    return known


@pytest.mark.parametrize(
    ("secrets", "text", "masked"),
    [
        (["abcd", "cdef"], "-abcdef-", f"-{MASK}-"),
        (["abcd", "cdef"], "abcd cdef", f"{MASK} {MASK}"),
        (["aaaa"], "aaaaaa", MASK),
        (["abcd"], "abcdabcd", MASK * 2),
        (["abcd", "bc12"], "abcd", MASK),
        (["abcdefgh"], "x abcde… y", f"x {MASK}… y"),
        (["abcdefgh"], "abcdefgh…", f"{MASK}…"),
        (["abcdefgh", "cdefghij"], "abcdef…", f"{MASK}…"),
        (["abcabcabc"], "abcabc…", f"{MASK}…"),
        (["abcdefgh"], "abc… cdefg…", "abc… cdefg…"),
        (["k" * 5000], "k" * 3000 + "…" + "k" * 4 + "…", "k" * 2800 + f"{MASK}…{MASK}…"),
    ],
)
def test_overlaps(secrets: list[str], text: str, masked: str) -> None:
    assert masker(*secrets).mask(text) == masked


@pytest.mark.parametrize(
    ("start", "end", "pieces"),
    [
        (0, 0, ("", "", f"k: {MASK};")),
        (3, 9, ("k: ", MASK, ";")),
        (5, 7, ("k: ", MASK, ";")),
        (0, 5, ("", f"k: {MASK}", ";")),
        (7, 10, ("k: ", f"{MASK};", "")),
        (5, 5, ("k: ", MASK, ";")),
        (9, 10, (f"k: {MASK}", ";", "")),
    ],
)
def test_pieces(start: int, end: int, pieces: tuple[str, str, str]) -> None:
    assert masker("s3cret").mask_around("k: s3cret;", start, end) == pieces


@given(st.text("abc", max_size=30), st.lists(st.text("abc", min_size=4, max_size=6), max_size=3), st.data())
def test_pieces_hide_what_the_whole_hides(text: str, secrets: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    known = masker(*secrets)
    assert "".join(known.mask_around(text, start, end)) == known.mask(text)
    assert not any(secret in known.mask(text) for secret in secrets)
