"""Mistakes that authors make, each with the exact text they get: NAME.yaml beside NAME.out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from callr_actions.language.document import Document, document_from_bytes
from callr_actions.language.source import Source, Span
from callr_actions.language.yaml_errors import explain_yaml_error

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent / "syntax_errors"
MISTAKES = sorted(path.stem for path in FOLDER.glob("*.yaml"))

# Looks wrong and is not, for YAML: these are for the rules to judge.
FINE = [
    "what: {{ $name }}",
    'what: "Hello"# greeting',
    "code: |# greeting\n  $x = 1;",
    "? what\n: Hello",
    "? [a, b]\n: c",
    "a: &x 1\nb: &x 2\nc: *x",
    "a: &x b\n*x : 1",
    "goto: {branch:voicemail}",
    "if: $a > 1 # $b: not part of it",
    "url: https://example.com/#top",
    "if: $a ?$b :$c",
    "-action: hangup@v1",
    "%: a".replace("%", "'%'"),
    "---\na: b\n...\n",
]


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(name: str, golden: Callable[[Path, str], None]) -> None:
    document = document_from_bytes((FOLDER / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    golden(FOLDER / f"{name}.out", _report(document))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.out")), ids=lambda path: path.stem)
def test_every_text_has_its_mistake(path: Path) -> None:
    assert path.with_suffix(".yaml").exists()
    assert path.read_bytes()


@pytest.mark.parametrize("text", FINE)
def test_not_a_mistake(text: str) -> None:
    assert document_from_bytes(text.encode(), "a.yaml").problems == ()


def test_a_comment_that_swallows_part_of_an_expression_is_no_syntax_error() -> None:
    document = document_from_bytes(b"if: $a == '1' && # $b\n", "a.yaml")
    assert document.problems == ()
    assert [comment.text for comment in document.comments] == ["# $b"]


def test_words_of_the_parser_that_nobody_foresaw_are_passed_on() -> None:
    error = yaml.MarkedYAMLError(problem="the moon is full")
    problem = explain_yaml_error(Source("a.yaml", "a: b"), error)
    assert problem.message == "not valid YAML: the moon is full"
    assert problem.help == "check this line and those just above"
    assert (problem.start, problem.end) == (0, 1)


def test_a_parser_without_words() -> None:
    problem = explain_yaml_error(Source("a.yaml", ""), yaml.MarkedYAMLError())
    assert problem.message == "not valid YAML: the parser gave no reason"
    assert (problem.start, problem.end) == (0, 0)


def _report(document: Document) -> str:
    lines = []
    for problem in document.problems:
        finding = problem.finding(document.source)
        lines.append(f"{_place(finding.span)} {finding.code} {finding.message}")
        if finding.help is not None:
            lines.append(f"  help: {finding.help}")
        lines += [f"  related: {_place(related.span)} {related.message}" for related in finding.related]
    return "".join(f"{line}\n" for line in lines)


def _place(span: Span) -> str:
    (start, end) = span
    return f"{start.line}:{start.column}-{end.line}:{end.column}"
