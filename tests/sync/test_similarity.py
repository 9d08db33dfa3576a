"""Texts that are alike, by lines in order."""

from __future__ import annotations

import pytest

from callr_actions.sync.similarity import equal_lines

LINES = [f"line {number}\n" for number in range(10)]


@pytest.mark.parametrize(
    ("other", "share"),
    [
        (LINES, 1.0),
        (LINES[:6], 0.6),
        (LINES[:5], 0.0),
        ([*LINES[:3], "new\n", *LINES[4:]], 0.9),
        ([*LINES[:5], "a\n", "b\n", "c\n", "d\n", "e\n"], 0.5),
        (LINES[::-1], 0.1),
        ([], 0.0),
    ],
)
def test_equal_lines(other: list[str], share: float) -> None:
    assert equal_lines("".join(LINES), "".join(other)) == pytest.approx(share)
    assert equal_lines("".join(other), "".join(LINES)) == pytest.approx(share)
