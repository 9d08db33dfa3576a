"""`explain`: every page by code and by name, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.catalogue import pages
from callr_actions.linter.pages import markdown_index, terminal_page

if TYPE_CHECKING:
    from callr_actions.language.explanation import Explanation
    from tests.cli.conftest import Program


def test_list(program: Program) -> None:
    ended = program("explain")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert [line.split(None, 2) for line in lines] == [
        [page.code, page.name, page.summary] for page in pages()
    ]
    assert [line[:6] for line in lines] == sorted(line[:6] for line in lines)


@pytest.mark.parametrize("prefix", ["CA3", "ca90"])
def test_list_of_a_prefix(prefix: str, program: Program) -> None:
    ended = program("explain", prefix)
    assert (ended.code, ended.err) == (0, "")
    assert [line.split()[0] for line in ended.out.splitlines()] == [
        page.code for page in pages() if page.code.startswith(prefix.upper())
    ]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.code)
def test_page(page: Explanation, program: Program) -> None:
    wanted = (0, terminal_page(page), "")
    for word in (page.code, page.code.lower(), page.name, page.name.title()):
        assert program("explain", word) == wanted


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("zzz", "there is no finding `zzz`"),
        ("unknown-acton", "there is no finding `unknown-acton`; did you mean `unknown-action`?"),
        ("CA3011", "there is no finding `CA3011`; did you mean `CA301`?"),
        ("\x1b[2J", "there is no finding `\\x1b[2J`"),
    ],
)
def test_unknown(word: str, error: str, program: Program) -> None:
    assert program("explain", word) == (
        64,
        "",
        f"error: {error}\nhelp: `callr-actions explain` lists them all\n",
    )


def test_index_has_every_page() -> None:
    rows = markdown_index(pages()).splitlines()[4:]
    assert [row.split("](")[0] for row in rows] == [f"| [{page.code}" for page in pages()]
