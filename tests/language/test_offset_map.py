"""Every character of a value is found again in the file, in every style of scalar."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.offset_map import OffsetMap, offset_map
from callr_actions.language.source import Source
from callr_actions.language.tree import Scalar, walk
from callr_actions.language.yaml_parser import parse_yaml
from tests.examples import examples

# Each: the text; the value of its last scalar; for each character of it, what stands in the file there.
CASES: list[tuple[str, str, list[str]]] = [
    # plain
    ("a: bc", "bc", ["b", "c"]),
    ("a: b  c", "b  c", ["b", " ", " ", "c"]),
    ("a: b c  # d", "b c", ["b", " ", "c"]),
    ("a: b\n  c", "b c", ["b", "\n", "c"]),
    ("a: b  \n   c", "b c", ["b", "\n", "c"]),
    ("a: b \t\n \t c", "b c", ["b", "\n", "c"]),
    ("a: b\n\n  c", "b\nc", ["b", "\n", "c"]),
    ("a: b\n\n \n  c", "b\n\nc", ["b", "\n", "\n", "c"]),
    ("a: b\r\n  c", "b c", ["b", "\r\n", "c"]),
    ("a: b\r\n\r\n  c", "b\nc", ["b", "\r\n", "c"]),
    ("a: b\r  c", "b c", ["b", "\r", "c"]),
    ("a: b\x85  c", "b c", ["b", "\x85", "c"]),
    ("a: b\u2028  c", "b\u2028c", ["b", "\u2028", "c"]),
    ("a: b\n\u2029  c", "b\u2029c", ["b", "\u2029", "c"]),
    ("a: 😀é", "😀é", ["😀", "é"]),
    ('a: it\'s \\n "q"', 'it\'s \\n "q"', list('it\'s \\n "q"')),
    ("a: &x !!str b", "b", ["b"]),
    ("a: &x:b", ":b", [":", "b"]),
    ("a: !!str # c\n  b", "b", ["b"]),
    ("a: ! b", "b", ["b"]),
    ("[!!str b]", "b", ["b"]),
    # single quotes
    ("a: 'b'", "b", ["b"]),
    ("a: 'it''s'", "it's", ["i", "t", "''", "s"]),
    ("a: ''''", "'", ["''"]),
    ("a: ' b '", " b ", [" ", "b", " "]),
    ("a: 'b \n  c'", "b c", ["b", "\n", "c"]),
    ("a: 'b\n\n  c'", "b\nc", ["b", "\n", "c"]),
    ("a: '\n  b\n  '", " b ", ["\n", "b", "\n"]),
    ("a: 'b\\n'", "b\\n", ["b", "\\", "n"]),
    ("a: &x 'b'", "b", ["b"]),
    # double quotes
    ('a: "b c"', "b c", ["b", " ", "c"]),
    ('a: "\\n\\t\\\t\\"\\\\\\/"', '\n\t\t"\\/', ["\\n", "\\t", "\\\t", '\\"', "\\\\", "\\/"]),
    ('a: "\\0\\a\\b\\v\\f\\r\\e"', "\0\a\b\v\f\r\x1b", ["\\0", "\\a", "\\b", "\\v", "\\f", "\\r", "\\e"]),
    ('a: "\\ \\N\\_\\L\\P"', " \x85\xa0\u2028\u2029", ["\\ ", "\\N", "\\_", "\\L", "\\P"]),
    ('a: "\\x41\\u00e9\\U0001F600b"', "Aé😀b", ["\\x41", "\\u00e9", "\\U0001F600", "b"]),
    ('a: "b\\\n   c"', "bc", ["b", "c"]),
    ('a: "b \\\n   c"', "b c", ["b", " ", "c"]),
    ('a: "b\\\n\n   c"', "b\nc", ["b", "\n", "c"]),
    ('a: "b\\\n  \\ c"', "b c", ["b", "\\ ", "c"]),
    ('a: "b\\\r\n   c"', "bc", ["b", "c"]),
    ('a: "b\n  c"', "b c", ["b", "\n", "c"]),
    ('a: "it\'s"', "it's", ["i", "t", "'", "s"]),
    # literal blocks
    ("a: |\n  b\n  c\n", "b\nc\n", ["b", "\n", "c", "\n"]),
    ("a: |-\n  b\n\n", "b", ["b"]),
    ("a: |+\n  b\n\n", "b\n\n", ["b", "\n", "\n"]),
    ("a: |+\n  b\n \n   \n", "b\n\n \n", ["b", "\n", "\n", " ", "\n"]),
    ("a: |\n  b", "b", ["b"]),
    ("a: |\n\n  b\n", "\nb\n", ["\n", "b", "\n"]),
    ("a: |\n  b\n   c\n", "b\n c\n", ["b", "\n", " ", "c", "\n"]),
    ("a: |2\n   b\n", " b\n", [" ", "b", "\n"]),
    ("a: |1-\n  b\n", " b", [" ", "b"]),
    ("a: |1\n    \n  b\n", "   \n b\n", [" ", " ", " ", "\n", " ", "b", "\n"]),
    ("a: |1+\n   \n", "  \n", [" ", " ", "\n"]),
    ("a: |+\n  b\n  ", "b\n", ["b", "\n"]),
    ("a: |+\n  b\n ", "b\n", ["b", "\n"]),
    ("a: |-1\n  b\n", " b", [" ", "b"]),
    ("k:\n  a: |2+\n     b\n\n", " b\n\n", [" ", "b", "\n", "\n"]),
    ("- - |1\n    b\n", " b\n", [" ", "b", "\n"]),
    ("a: | # c\n  b\n", "b\n", ["b", "\n"]),
    ("a: |\n  b # c\n", "b # c\n", ["b", " ", "#", " ", "c", "\n"]),
    ("a: |\n  b\n# c\n", "b\n", ["b", "\n"]),
    ("a: |\r\n  b\r\n  c\r\n", "b\nc\n", ["b", "\r\n", "c", "\r\n"]),
    ("a: |\r  b\r", "b\n", ["b", "\r"]),
    ("a: |\n  b\x85  c\u2028  d\n", "b\nc\u2028d\n", ["b", "\x85", "c", "\u2028", "d", "\n"]),
    ("a: |\n  b\n  \tc\n", "b\n\tc\n", ["b", "\n", "\t", "c", "\n"]),
    ("a: &x !!str |\n  b\n", "b\n", ["b", "\n"]),
    ("a: |\n  b\nc: d", "d", ["d"]),
    # folded blocks
    ("a: >\n  b\n  c\n", "b c\n", ["b", "\n", "c", "\n"]),
    ("a: >-\n  b\n  c\n", "b c", ["b", "\n", "c"]),
    ("a: >\n  b\n\n  c\n", "b\nc\n", ["b", "\n", "c", "\n"]),
    ("a: >\n  b\n   c\n  d\n", "b\n c\nd\n", ["b", "\n", " ", "c", "\n", "d", "\n"]),
    ("a: >\n  b\n\n   c\n", "b\n\n c\n", ["b", "\n", "\n", " ", "c", "\n"]),
    ("a: >+\n  b\n\n\n", "b\n\n\n", ["b", "\n", "\n", "\n"]),
    ("a: >\r\n  b\r\n  c\r\n", "b c\n", ["b", "\r\n", "c", "\r\n"]),
    ("a: >\n  b\u2028  c\n", "b\u2028c\n", ["b", "\u2028", "c", "\n"]),
    ("a: >2\n   b\n  c\n", " b\nc\n", [" ", "b", "\n", "c", "\n"]),
]


@pytest.mark.parametrize(("text", "value", "written"), CASES, ids=[repr(case[0]) for case in CASES])
def test_each_character(text: str, value: str, written: list[str]) -> None:
    source = Source("a.yaml", text)
    scalar = _scalars(text)[-1]
    pieces = offset_map(source, scalar)
    assert pieces.value == scalar.value == value
    assert [text[pieces.offset(n) : pieces.end_of(n)] for n in range(pieces.length)] == written


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("a: 'it''s on'", 0, 4, "it''s"),
        ("a: 'it''s on'", 2, 3, "''"),
        ('a: "x\\u00e9y"', 1, 2, "\\u00e9"),
        ("a: |\n  $a &&\n  $b\n", 0, 8, "$a &&\n  $b"),
        ("a: >-\n  $a &&\n  $b\n", 6, 8, "$b"),
        ("a: abc", 1, 99, "bc"),
        ("a: abc", 2, 2, ""),
        ("a: abc", 2, 1, ""),
        ("a: ''", 0, 1, ""),
    ],
)
def test_a_span_of_the_value(text: str, start: int, end: int, expected: str) -> None:
    first, last = offset_map(Source("a.yaml", text), _scalars(text)[-1]).span(start, end)
    assert text[first:last] == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: ''", 4),
        ('a: ""', 4),
        ("a: |", 4),
        ("a: >-\n\n", 5),
        ("a:", 2),
        ("a: |2\n", 5),
    ],
)
def test_an_empty_value_has_a_place(text: str, place: int) -> None:
    pieces = offset_map(Source("a.yaml", text), _scalars(text)[-1])
    assert (pieces.value, pieces.length) == ("", 0)
    assert (pieces.offset(0), pieces.offset(7), pieces.span(0, 3)) == (place, place, (place, place))


def test_indexes_outside_of_the_value_are_moved_to_its_ends() -> None:
    pieces = offset_map(Source("a.yaml", "a: bcd"), _scalars("a: bcd")[-1])
    assert [pieces.offset(index) for index in (-5, 0, 2, 3, 99)] == [3, 3, 5, 6, 6]


def test_nothing_is_added_for_an_empty_run() -> None:
    pieces = OffsetMap(3)
    pieces.run("abc", 2, 2)
    assert pieces.length == 0


TOKENS = [
    *("a", "b c", "- ", "? ", ": ", ":", "#", " #", "# c", "'", '"', "''", "\\", "\\n", "\\x41", "\\u00e9"),
    *("\\U0001F600", "\\\n", "\\ ", "\n", "\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "  ", " ", "\t"),
    *("[", "]", "{", "}", ",", "|", "|-", ">+", ">2", "&a ", "*a", "!", "!!str ", "<<", "😀", "é"),
    *("${{ $x }}", "---", "...", "@", "`", "\n  ", "\n    ", "\n   ", "~", "1", "&", "*"),
]
TEMPLATES = [
    *(
        "{}",
        "a: {}",
        "- {}\n- b",
        "[{}]",
        "? {}\n: b",
        "&x {}",
        "a: &x !!str {}",
        "a: &x # c\n  {}",
        "a: ! '{}'",
    ),
    *('a: "{}"', 'a: "\\\n {}"', "a: '{}'", "k:\n  - '{}'", "a:\n  b: {}\n  c: 1\n"),
    *("k: |\n  {}", "k: |+\n  {}\nb: 1", "a: |2+\n   {}", "&m\n  k: |2\n     {}", "- &a !!str |1\n  {}"),
    *("k: >\n  {}", "k: >-\n  {}", "- - >2\n    {}", "a: >1+\n {}\n#x\n"),
]
soups = st.builds(
    lambda template, tokens: template.replace("{}", "".join(tokens)),
    st.sampled_from(TEMPLATES),
    st.lists(st.sampled_from(TOKENS), max_size=10),
)


@examples(5)
@given(soups)
def test_whatever_the_parser_reads_is_mapped(text: str) -> None:
    source = Source("a.yaml", text)
    for scalar in _scalars(text):
        pieces = offset_map(source, scalar)
        assert pieces.value == scalar.value
        places = [(pieces.offset(index), pieces.end_of(index)) for index in range(pieces.length)]
        assert all(start < end for start, end in places)
        assert all(one[1] <= other[0] for one, other in pairwise(places))
        if places:
            assert scalar.start <= places[0][0]
            assert places[-1][1] <= scalar.raw_end
        for char, (start, end) in zip(scalar.value, places, strict=True):
            if end - start == 1 and char not in " \n\u2028\u2029":
                assert text[start] == char


def _scalars(text: str) -> list[Scalar]:
    root = parse_yaml(Source("a.yaml", text)).root
    return [] if root is None else [node for node in walk(root) if isinstance(node, Scalar)]
