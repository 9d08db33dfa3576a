"""The tree builder: what it reports, where it stops, and what never happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language import yaml_parser
from callr_actions.language.document import document_from_bytes, parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import Mapping, Node, Scalar, Sequence, plain_data
from callr_actions.language.yaml_parser import DEEPEST, MOST_PROBLEMS_OF_A_KIND, parse_yaml
from tests.examples import examples

GOOD = """\
# A scenario with something of everything.
description: "Fetch & push \\u00e9"
compat: {version: 2025-09-01}
defaults: &defaults
  language: fr-FR
variables:
  $name: ''
  $big: 12
branches:
  inbound-call:
    actions:
      - action: answer@v1
      - action: say@v2   # greet
        params:
          what: |-
            Hello 😀,
              ${{ $name }}

      - if: '!$dial.ok && $a == "it''s"'
        then:
          - action: fetch@v2
            params:
              url: https://example.com/#top
              headers: [a, "b\\
                 c", {d: *defaults}]
              body: >
                folded
                text
"""


def messages(text: str) -> list[str]:
    return [problem.message for problem in parse_yaml(Source("a.yaml", text)).problems]


def test_the_good_one_is_good() -> None:
    assert messages(GOOD) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- &a [*a]", ["`*a` stands inside the node it repeats, so it would never end"]),
        ("&a b: *a", []),
        ("- &a {b: &c [*a, *c]}", ["`*a` stands", "`*c` stands"]),
        ("- &a 1\n- &a [*a]", ["`*a` stands"]),
        ("- *a\n- &a 1", ["`*a` is read as a YAML alias"]),
        ("a: 1\n'a': 2", ["`a` is already a key"]),
        ("1: a\n'1': b", ["`1` is already a key"]),
        ("&x a: 1\n*x : 2", ["`a` is already a key"]),
        ("{a: 1, a: 2, a: 3}", ["`a` is already a key", "`a` is already a key"]),
        ("[a]: 1\n[a]: 2", []),
        ("a: {a: {a: 1}}", []),
        ("--- a\n--- b\n--- c", ["a second YAML document starts here"]),
        ("a: 1\n---\n'unclosed", ["a second YAML document starts here"]),
        ("a: !!omap []", ["`!!omap` is read as a YAML tag"]),
        ("a: !b &c d", ["`!b` is read"]),
        ("a: &c !b d", ["`!b` is read"]),
        ("!b {}", ["`!b` is read"]),
        ("a: !<tag:yaml.org,2002:str> b", []),
        ("a: !!map {}\nb: !!seq []\nc: !!float 1", []),
        ("a: !%24x b", ["`!%24x` is read"]),
    ],
)
def test_problems(text: str, expected: list[str]) -> None:
    found = messages(text)
    assert len(found) == len(expected)
    assert all(message.startswith(start) for message, start in zip(found, expected, strict=True)), found


def test_what_was_found_before_a_syntax_error_is_reported_with_it() -> None:
    assert messages("a: 1\na: 2\nb: 'c") == [
        "`a` is already a key of this mapping; only one of the two values would count",
        "the quote `'` opened here is never closed",
    ]


@pytest.mark.parametrize("count", [99, 100, 101, 102, 1500])
def test_many_problems_of_a_kind_are_counted(count: int) -> None:
    found = messages("a: *x\n" + "b: 1\n" * (count + 1) + "c: !d e")
    assert [message[:4] for message in found if "is read as" in message] == ["`*x`", "`!d`"]
    duplicates = [message for message in found if "already a key" in message]
    assert len(duplicates) == min(count, MOST_PROBLEMS_OF_A_KIND)
    more = [message for message in found if "not listed" in message]
    assert more == {
        101: ["1 more problem of this kind (duplicate-key) from here on, not listed"],
        102: ["2 more problems of this kind (duplicate-key) from here on, not listed"],
        1500: ["1,400 more problems of this kind (duplicate-key) from here on, not listed"],
    }.get(count, [])


def test_the_place_of_the_uncounted_is_the_first_of_them() -> None:
    text = "a: 1\n" * 200
    last = parse_yaml(Source("a.yaml", text)).problems[-1]
    assert (last.start, last.end) == (5 * 101, 5 * 101 + 1)


@pytest.mark.parametrize("opening", ["- ", "[", "{a: "])
def test_depth(opening: str) -> None:
    too_deep = [f"nested more than {DEEPEST} levels deep; the rest was not read"]
    assert messages(opening * (DEEPEST + 1)) == too_deep
    assert messages(opening * (DEEPEST - 1) + "1") != too_deep


def test_number_of_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_parser, "MOST_NODES", 1_000)
    text = "- a\n" * 999
    assert messages(text) == []
    assert messages(text + "- b\n") == [
        "more than 1,000 YAML nodes, counting what aliases stand for; the rest was not read"
    ]


def test_number_of_nodes_behind_aliases() -> None:
    lines = ["a: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]"]
    lines += [f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 13)]
    (problem,) = parse_yaml(Source("a.yaml", "\n".join(lines))).problems
    assert problem.message.startswith("more than 100,000 YAML nodes")


def test_as_many_nodes_as_allowed_are_expanded() -> None:
    root = parse_yaml(Source("a.yaml", "- &a [1, 2, 3]\n" + "- *a\n" * 1000)).root
    assert root is not None
    assert plain_data(root) == [[1, 2, 3]] * 1001


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "a" * 70,
            "`" + "a" * 60 + "…` is already a key of this mapping; only one of the two values would count",
        ),
        (
            '"a\\nb\\e"',
            "`a\\u000Ab\\u001B` is already a key of this mapping; only one of the two values would count",
        ),
    ],
)
def test_names_in_messages_are_short_and_on_one_line(name: str, message: str) -> None:
    assert messages(f"{name}: 1\n{name}: 2") == [message]


@pytest.mark.parametrize(
    ("character", "message"),
    [
        ("\ud83d", "half of a surrogate pair (U+D83D) is not allowed in YAML"),
        ("\ufeff", "a byte order mark inside the text is not allowed in YAML"),
        ("\ufffe", "the character U+FFFE is not allowed in YAML"),
        ("\x0b", "the control character U+000B is not allowed in YAML"),
    ],
)
def test_characters_that_no_text_has(character: str, message: str) -> None:
    (problem,) = parse_document(Source("a.yaml", f"a: b{character}")).problems
    assert (problem.message, problem.start, problem.end) == (message, 4, 5)
    assert problem.help is not None
    assert ("escape" in problem.help) == (character != "\ud83d")


def check_document(source: Source) -> None:
    """Assert what holds for every text: every span is inside, children are inside their parents."""
    document = parse_document(source)
    size = len(source.text)
    assert document.root is not None or document.problems
    for problem in document.problems:
        places = [(problem.start, problem.end), *((start, end) for start, end, _ in problem.related)]
        assert all(0 <= start <= end <= size for start, end in places)
        assert "\n" not in problem.message
        problem.finding(source)
    for comment in document.comments:
        assert source.text[comment.start] == "#"
    if document.root is not None:
        check_node(document.root, 0, size)


def check_node(node: Node, low: int, high: int) -> None:
    assert low <= node.start <= node.end <= high
    children: list[Node] = []
    if isinstance(node, Scalar):
        assert node.end <= node.raw_end
        assert isinstance(node.data, str | int | float | bool | None)
    elif isinstance(node, Sequence):
        children = node.items
    elif isinstance(node, Mapping):
        children = [child for entry in node.entries for child in (entry.key, entry.value)]
    at = node.start
    for child in children:
        check_node(child, at, node.end)
        at = child.end


PIECES = [
    *(
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
        ": ",
        ":",
        "- ",
        "-",
        "? ",
        "#",
        " #",
        "&a ",
        "*a ",
        "!a ",
        "!!str ",
        "|",
        ">",
    ),
    *(
        "\n",
        "\n  ",
        "\r\n",
        "\r",
        "\t",
        "\x85",
        "\u2028",
        "\ufeff",
        "\0",
        "@",
        "`",
        "%",
        "---\n",
        "...\n",
        "\\",
    ),
    *(
        ",",
        "|-\n   ",
        "${{",
        "}}",
        "😀",
        "=",
        "//",
        "<<<<<<< x\n",
        "%YAML 1.2\n",
        "a",
        "b: c\n",
        "  ",
        "\\u00",
        "&&",
    ),
]


@examples(2.5)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 6), st.sampled_from([*PIECES, ""])),
        min_size=1,
        max_size=3,
    )
)
def test_a_good_file_with_mistakes_in_it(mistakes: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for start, length, piece in mistakes:
        text = text[:start] + piece + text[start + length :]
    check_document(Source("a.yaml", text))


@examples(3)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_a_soup_of_pieces(text: str) -> None:
    check_document(Source("a.yaml", text))


@examples(3)
@given(st.text())
def test_random_text(text: str) -> None:
    check_document(Source("a.yaml", text))


@examples(3)
@given(st.binary())
def test_random_bytes(content: bytes) -> None:
    document = document_from_bytes(content, "a.yaml")
    assert document.root is not None or document.problems
    assert all(
        0 <= problem.start <= problem.end <= len(document.source.text) for problem in document.problems
    )


def test_every_cut_of_a_good_file() -> None:
    for end in range(len(GOOD)):
        check_document(Source("a.yaml", GOOD[:end]))
