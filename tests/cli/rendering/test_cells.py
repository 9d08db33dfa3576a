"""Values in cells: what cannot be shown as its kind is shown as it is."""

from __future__ import annotations

import pytest

from callr_actions.cli.rendering.cells import cell
from callr_actions.cli.rendering.table import cut
from callr_actions.cli.rendering.view import Kind


def test_what_is_not_of_its_kind_is_shown_as_it_came() -> None:
    assert cell("soon", Kind.TIME) == "soon"
    assert cell(True, Kind.TEXT) == "yes"


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("日本語", 6, "日本語"),
    ],
)
def test_a_text_that_is_too_wide_is_cut(text: str, columns: int, shown: str) -> None:
    assert cut(text, columns) == shown
