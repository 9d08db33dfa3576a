"""Offsets, lines, columns, and the UTF-16 columns of language servers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.source import Position, Source, Span, utf16_length

TEXT = "ab\r\n😀c\r\rd\n"


@pytest.mark.parametrize(
    ("offset", "line", "column"),
    [
        (0, 1, 1),
        (2, 1, 3),
        (3, 1, 4),
        (4, 2, 1),
        (5, 2, 2),
        (6, 2, 3),
        (7, 3, 1),
        (8, 4, 1),
        (9, 4, 2),
        (10, 5, 1),
    ],
)
def test_position(offset: int, line: int, column: int) -> None:
    assert Source("a.yaml", TEXT).position(offset) == Position(line, column, offset)


def test_positions_outside_the_text_are_moved_into_it() -> None:
    source = Source("a.yaml", TEXT)
    assert source.position(-1) == Position(1, 1, 0)
    assert source.position(99) == Position(5, 1, 10)
    assert source.span(4, 2) == Span(Position(2, 1, 4), Position(2, 1, 4))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        (TEXT, ["ab", "😀c", "", "d", ""]),
        ("a\x85b\u2028c\vd", ["a\x85b\u2028c\vd"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    source = Source("a.yaml", text)
    assert [source.line(number) for number in range(1, source.line_count + 1)] == lines


@pytest.mark.parametrize(
    ("line", "column", "offset"),
    [(1, 1, 0), (1, 3, 2), (1, 99, 2), (2, 2, 5), (0, 1, 0), (99, 1, 10), (2, -4, 4), (3, 1, 7)],
)
def test_offset(line: int, column: int, offset: int) -> None:
    assert Source("a.yaml", TEXT).offset(line, column) == offset


@pytest.mark.parametrize(
    ("line", "character", "offset"),
    [(0, 0, 0), (0, 2, 2), (0, 9, 2), (1, 0, 4), (1, 1, 4), (1, 2, 5), (1, 3, 6), (-1, 0, 0), (99, 5, 10)],
)
def test_offset_of_utf16(line: int, character: int, offset: int) -> None:
    assert Source("a.yaml", TEXT).offset_of_utf16(line, character) == offset


texts = st.lists(st.sampled_from(["a", "é", "😀", "\r\n", "\n", "\r", "\x85", " ", "\t"])).map("".join)


@given(texts)
def test_every_offset_comes_back(text: str) -> None:
    source = Source("a.yaml", text)
    for offset in range(len(text) + 1):
        position = source.position(offset)
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # between CR and LF: no place in a line
        assert source.offset(position.line, position.column) == offset
        assert source.offset_of_utf16(position.line - 1, source.utf16_column(position)) == offset


@given(texts)
def test_lines_and_their_breaks_make_up_the_text(text: str) -> None:
    source = Source("a.yaml", text)
    rebuilt = ""
    for number in range(1, source.line_count + 1):
        end = source.line_starts[number] if number < source.line_count else len(text)
        rest = text[source.line_starts[number - 1] + len(source.line(number)) : end]
        assert rest in ("", "\n", "\r", "\r\n")
        rebuilt += source.line(number) + rest
    assert rebuilt == text


@given(st.text())
def test_utf16_length(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
