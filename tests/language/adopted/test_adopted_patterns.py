"""Patterns: what they stand for, in which dialect, and how long they may take."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from callr_actions.language.adopted.literal_pattern import words_of
from callr_actions.language.adopted.portable_pattern import make_portable, portable
from callr_actions.language.adopted.schema import AdoptedSchema

WORDS: dict[str, set[str]] = {
    "^say@v2$": {"say@v2"},
    "^say@v(1|2)$": {"say@v1", "say@v2"},
    "^(?:say|play)@v[12]$": {"say@v1", "say@v2", "play@v1", "play@v2"},
    r"^a\.b\@v1$": {"a.b@v1"},
    "^says?@v1$": {"say@v1", "says@v1"},
    "^((a|b)|c)$": {"a", "b", "c"},
    "^$": {""},
}


@pytest.mark.parametrize("pattern", WORDS)
def test_patterns_that_are_a_few_words(pattern: str) -> None:
    assert words_of(pattern) == frozenset(WORDS[pattern])


@pytest.mark.parametrize(
    "pattern",
    [
        *("say@v2", "^say", "say$", "^a|b$", "^a+$", "^a*$", "^a{2}$", "^.$", r"^\d$", r"^\w@v1$", "^[a-z]$"),
        *("^[^a]$", "^[$", "^[]$", "^(a$", "^a)$", "^(?=a)$", "^(?<x>a)$", "^^$", "^[abcdefgh][abcdefghi]$"),
        *("^" + "(" * 30 + "a" + ")" * 30 + "$", "^" + "a" * 20_000 + "$", "^a\\$", "^?$"),
    ],
)
def test_patterns_that_are_more(pattern: str) -> None:
    assert words_of(pattern) is None


PORTABLE = {
    r"^\pL": r"^\p{L}",
    r"\PN\p{Lu}": r"\P{N}\p{Lu}",
    r"\Aa\z": "^a$",
    r"a\Z": "a$",
    r"(?P<x>a)": "(?<x>a)",
    r"\\pL": r"\\pL",
    r"\d+\.": r"\d+\.",
}


@pytest.mark.parametrize("pattern", PORTABLE)
def test_other_dialects_are_rewritten(pattern: str) -> None:
    assert portable(pattern) == PORTABLE[pattern]


def test_rewriting_never_joins_two_patterns() -> None:
    schema: dict[str, Any] = {"patternProperties": {r"\pL": {}, r"\p{L}": {}}}
    make_portable([schema])
    assert list(schema["patternProperties"]) == [r"\pL", r"\p{L}"]


@pytest.mark.parametrize("draft", ["draft-07", "draft-04"])
@pytest.mark.parametrize("pattern", [r"^\pL\pL*$", r"^\p{L}+$", r"^(?!\d)\w+$", r"^\P{N}+$"])
def test_letters_of_every_script(
    made: Callable[..., AdoptedSchema], found: Callable[..., list[str]], draft: str, pattern: str
) -> None:
    schema = made(
        {
            "$schema": f"http://json-schema.org/{draft}/schema#",
            "properties": {"name": {"type": "string", "pattern": pattern}},
        }
    )
    assert found(schema, "name: Ünïcödé\n") == []
    assert len(found(schema, "name: 9 lives\n")) == 1


@pytest.mark.parametrize("pattern", [r"^(?=a)(a|a)+\1$", "^(a+)+$", "^(a|aa)+(?=c)$"])
def test_a_slow_pattern_does_not_hang(
    made: Callable[..., AdoptedSchema], found: Callable[..., list[str]], pattern: str
) -> None:
    schema = made({"properties": {"a": {"pattern": pattern}, "b": {"type": "integer"}}})
    started = time.process_time()
    lines = found(schema, f"a: {'a' * 5000}b\nb: x\n")
    assert time.process_time() - started < 5
    assert lines[-1] == "2:4 shape: `b` is a whole number; this is `x`"
