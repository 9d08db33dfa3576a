"""The tree: spans, aliases, plain data and the words for what a node is."""

from __future__ import annotations

import pytest

from callr_actions.language.source import Source
from callr_actions.language.tree import (
    Alias,
    Data,
    Entry,
    Mapping,
    Node,
    Path,
    Scalar,
    descend,
    kind_of,
    plain_data,
    walk,
)
from callr_actions.language.yaml_parser import parse_yaml


def parse(text: str) -> Node:
    root = parse_yaml(Source("a.yaml", text)).root
    assert root is not None
    return root


# Each: the text, and the text of each node in the order of the file.
SPANS: list[tuple[str, list[str]]] = [
    ("a: b", ["a: b", "a", "b"]),
    ("a:", ["a:", "a", ""]),
    ("a: \nb: c\n\n", ["a: \nb: c", "a", "", "b", "c"]),
    ("- a\n- b\n\n# c\n", ["- a\n- b", "a", "b"]),
    ("- - a\n  - b", ["- - a\n  - b", "- a\n  - b", "a", "b"]),
    ("a:\n- b\nc: d", ["a:\n- b\nc: d", "a", "- b", "b", "c", "d"]),
    ("[a, {b: c}] # d", ["[a, {b: c}]", "a", "{b: c}", "b", "c"]),
    ("[a: b]", ["[a: b]", "a: b", "a", "b"]),
    ("a: |\n  b\n\nc: d", ["a: |\n  b\n\nc: d", "a", "|\n  b", "c", "d"]),
    ("a: >+\n  b\n\n", ["a: >+\n  b", "a", ">+\n  b"]),
    ("a: |", ["a: |", "a", "|"]),
    ("a: 'b''c'", ["a: 'b''c'", "a", "'b''c'"]),
    ("a: &x b", ["a: &x b", "a", "b"]),
    ("a: &x\nb: c", ["a: &x\nb: c", "a", "", "b", "c"]),
    ("a: !!str &x 'b'", ["a: !!str &x 'b'", "a", "'b'"]),
    ("a: &x # c\n  b: d", ["a: &x # c\n  b: d", "a", "b: d", "b", "d"]),
    ("a: &x:b", ["a: &x:b", "a", ":b"]),
    ("&x a: *x", ["&x a: *x", "a", "*x"]),
    ("? a\n: b", ["? a\n: b", "a", "b"]),
    ("? a", ["? a", "a", ""]),
    ("a: 😀\nb: é", ["a: 😀\nb: é", "a", "😀", "b", "é"]),
    ("a: b\r\nc: |\r\n  d\r\n\r\n", ["a: b\r\nc: |\r\n  d", "a", "b", "c", "|\r\n  d"]),
]


@pytest.mark.parametrize(("text", "expected"), SPANS, ids=[repr(case[0]) for case in SPANS])
def test_spans(text: str, expected: list[str]) -> None:
    assert [text[node.start : node.end] for node in walk(parse(text))] == expected


DATA: list[tuple[str, Data]] = [
    ("a: [1, 2.5, yes, true, ~, 'x']", {"a": [1, 2.5, "yes", True, None, "x"]}),
    ("a: 1\na: 2", {"a": 2}),
    ("1: a\ntrue: b\n~: c", {"1": "a", "true": "b", "~": "c"}),
    ("[a]: 1\nb: 2", {"b": 2}),
    ("&k a: &v [1]\nb: *v\nc: *k", {"a": [1], "b": [1], "c": "a"}),
    ("&k a: 1\n*k : 2", {"a": 2}),
    ("a: *nobody", {"a": None}),
    ("a: &x 1\nb: &x 2\nc: *x", {"a": 1, "b": 2, "c": 2}),
    ("<<: {a: 1}", {"<<": {"a": 1}}),
    ("- {}\n- []", [{}, []]),
]


@pytest.mark.parametrize(("text", "data"), DATA)
def test_plain_data(text: str, data: Data) -> None:
    assert plain_data(parse(text)) == data


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "a list"),
        ("{}", "a mapping"),
        ("~", "nothing"),
        ("*a", "nothing"),
        ("true", "the boolean `true`"),
        ("3", "the number `3`"),
        ("-0.5", "the number `-0.5`"),
        ("abc", "text"),
        ("''", "empty text"),
    ],
)
def test_kind_of(text: str, words: str) -> None:
    assert kind_of(parse(text)) == words


def test_get_finds_the_last_of_duplicates() -> None:
    root = parse("a: 1\nb: 2\na: 3\n[c]: 4")
    assert isinstance(root, Mapping)
    assert [entry.name for entry in root.entries] == ["a", "b", "a", None]
    assert root.get("a") is root.entries[2]
    assert root.get("c") is None


def test_what_a_node_keeps() -> None:
    root = parse("a: &x !!str |-\n  b\nc: *x\nd: &y [e]")
    assert isinstance(root, Mapping)
    block, alias, flow = (entry.value for entry in root.entries)
    assert isinstance(block, Scalar)
    assert (block.style, block.tag, block.anchor) == ("|", "tag:yaml.org,2002:str", "x")
    assert isinstance(alias, Alias)
    assert alias.target is block
    assert repr(root) == "Mapping(3 entries, 0..34)"
    assert repr(root.entries[1]) == "Entry(Scalar('c', 19..20), Alias('x', 22..24))"
    assert repr(flow) == "Sequence(1 items, 31..34)"


def test_an_entry_is_named_by_what_its_alias_stands_for() -> None:
    key = Scalar(0, 1, "a", "")
    assert Entry(Alias(3, 5, "x", key), key).name == "a"
    assert Entry(Alias(3, 5, "x", None), key).name is None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), "whole"),
        (("a", 1, "b"), "c"),
        (("d", "b"), "c"),
        (("e", "b"), "c"),
        (("a", 2), None),
        (("a", "b"), None),
        (("nope",), None),
        (("a", 0, "x"), None),
    ],
)
def test_descend(path: Path, found: str | None) -> None:
    node = descend(parse("a: [x, &m {b: c}]\nd: *m\ne: {<<: *m}\n"), path)
    shown = node.value if isinstance(node, Scalar) else None if node is None else "whole"
    assert shown == found
