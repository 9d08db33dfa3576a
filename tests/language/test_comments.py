"""Comments are found where they are, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.document import document_from_bytes
from tests.examples import examples

# Each: the text, and its comments; `>` marks those with the line to themselves.
CASES: list[tuple[str, list[str]]] = [
    ("# a", ["># a"]),
    ("#", [">#"]),
    ("#a\n#b\n", [">#a", ">#b"]),
    ("  # a\nb: c", ["># a"]),
    ("\t# a\nb: c", ["># a"]),
    ("a: b # c", ["# c"]),
    ("a: b\t# c", ["# c"]),
    ("a: b# c", []),
    ("a: b#c #d", ["#d"]),
    ("a: # b\n  c", ["# b"]),
    ("a: b # c # d", ["# c # d"]),
    ("url: https://example.com/#top", []),
    ("a: '#b # c'", []),
    ("a: '#b' # c", ["# c"]),
    ('a: "b\n  # c\n  d"', []),
    ('a: "\\" # b" # c', ["# c"]),
    ("a: 'b'# c", []),
    ("a: | # b\n  # c\n  d\n# e", ["# b", "># e"]),
    ("a: >-\n  b # c\n\n  # d\n# e\n", ["># e"]),
    ("a: |# b\n  c", []),
    ("a: |2-  # b\n   c", ["# b"]),
    ("a: |\n # b\nc: d", []),
    ("a: |\n# b\nc: d", ["># b"]),
    ("- # a\n  # b\n  c\n", ["# a", "># b"]),
    ("a: [b, # c\n  '#d', # e\n] # f", ["# c", "# e", "# f"]),
    ("a: {b: c} # d", ["# d"]),
    ("a: [] # b\n", ["# b"]),
    ("a: &x # b\n  c", ["# b"]),
    ("a: !!str # b\n  c", ["# b"]),
    ("a: &x 1\nb: *x # c", ["# c"]),
    ("a: b # c\r\n# d\r\n", ["# c", "># d"]),
    ("a: b # c\r# d\re: f", ["# c", "># d"]),
    ("a: b # c\x85# d\u2028e: f # g\u2029", ["# c", "># d", "# g"]),
    ("a: $x ? 1 # : 2", ["# : 2"]),
    ("--- # a\nb: c # d\n... # e\n", ["# a", "# d", "# e"]),
    ("a:\n# b\n", ["># b"]),
    ("a: b\n  c\n# d\n", ["># d"]),
    ("? a # b\n: c # d\n", ["# b", "# d"]),
    ("a: é😀 # ü😀", ["# ü😀"]),
    ("a: ''# b", []),
    ("'# a': '# b'", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[repr(case[0]) for case in CASES])
def test_comments(text: str, expected: list[str]) -> None:
    assert _comments(text) == expected


@pytest.mark.parametrize("text", ["# a\n'b", "# a\nb: [c", "# a\n\tb: c"])
def test_a_file_that_cannot_be_parsed_still_has_comments(text: str) -> None:
    assert _comments(text) == ["># a"]


def _comments(text: str) -> list[str]:
    document = document_from_bytes(text.encode(), "a.yaml")
    for comment in document.comments:
        assert document.source.text[comment.start : comment.end] == comment.text
    return [(">" if comment.own_line else "") + comment.text for comment in document.comments]


# The oracle: a writer of YAML that knows where it put comments.
comment = st.sampled_from(["", "", " # c", "  # $x: 'y", " #", ' # "', " # [|"])
word = st.sampled_from(
    [
        "b",
        "a#b",
        "'# x'",
        "'it''s # x'",
        '"# \\" # x"',
        "https://x.y/#z",
        "'a\n      # x'",
        "$a",
        "[a, '# x']",
    ]
)
block = st.sampled_from(["# x", "x # y", "", "'", '"', "  # z"])
own = st.sampled_from(["# o", "  # o: 'p", "            # o", "#"])


@st.composite
def commented(draw: st.DrawFn) -> tuple[str, list[str]]:
    lines: list[str] = []
    written: list[str] = []

    def add(line: str, trailing: str) -> None:
        lines.append(line + trailing)
        if trailing:
            written.append(trailing.strip())

    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["key", "list", "literal", "flow", "own"]))
        if kind == "key":
            add(f"k{number}: {draw(word)}", draw(comment))
        elif kind == "list":
            add(f"k{number}:", draw(comment))
            for _ in range(draw(st.integers(1, 3))):
                add(f"  - {draw(word)}", draw(comment))
        elif kind == "literal":
            add(f"k{number}: {draw(st.sampled_from(['|', '>-', '|+', '|2', '>']))}", draw(comment))
            add("  x", "")
            for _ in range(draw(st.integers(0, 3))):
                add(f"  {draw(block)}", "")
        elif kind == "flow":
            add(f"k{number}: [a,", draw(comment))
            add("  b, '# x',", draw(comment))
            add("]", draw(comment))
        else:
            text = draw(own)
            if lines and text.startswith(" "):
                text = text.strip()  # deeper, it would belong to the block above
            add(text, "")
            written.append(text.strip())
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return ending.join("\n".join(lines).split("\n")) + draw(st.sampled_from(["", ending])), written


@examples(2)
@given(commented())
def test_every_comment_that_was_written_is_found(case: tuple[str, list[str]]) -> None:
    text, written = case
    document = document_from_bytes(text.encode(), "a.yaml")
    assert document.problems == () or document.root is None
    assert [comment.text for comment in document.comments] == written
