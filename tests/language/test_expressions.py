"""Pieces of JavaScript: where they begin and end, in whatever text they stand."""

from __future__ import annotations

import pytest

from callr_actions.javascript.compile import check, compiles
from callr_actions.javascript.model import LONGEST_CODE, Form
from callr_actions.language.bundled import bundled
from callr_actions.language.document import parse_document
from callr_actions.language.expressions import Expression, HoleFinder, Place, find_expressions
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.source import Source


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("no hole", []),
        ("${{ a }}", [" a "]),
        ("a ${{ b }} c ${{ d }}", [" b ", " d "]),
        ("${{ {a: {b: 1}} }}", [" {a: {b: 1}} "]),
        ("${{ `${{}.x}}}` }}!", [" `${{}.x}}}` "]),
        ("${{ '}}' }}", [" '}}' "]),
        ("${{ ( }} ) }}", [" ( "]),
        ("${{}}", [""]),
        ("${{ a", [" a"]),
        ("${{ a }} ${{ b", [" a ", " b"]),
        ("$${{a}}", ["a"]),
        ("${{ ${{ a }} }}", [" ${{ a "]),
    ],
)
def test_holes(text: str, codes: list[str]) -> None:
    holes = list(HoleFinder().holes(text))
    assert [text[hole.code_start : hole.code_end] for hole in holes] == codes
    for hole in holes:
        assert text[hole.start : hole.start + 3] == "${{"
        assert hole.closed == text[: hole.end].endswith("}}") == (hole.end == hole.code_end + 2)


def test_after_a_thousand_tries_the_first_end_counts() -> None:
    finder = HoleFinder()
    assert len(list(finder.holes("${{ (" + "}}" * 2_000))) == 1
    late = "${{ {a: {b: 1}} }}"
    (hole,) = finder.holes(late)
    assert late[hole.code_start : hole.code_end] == " {a: {b: 1"


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("a", Form.EXPRESSION),
        ("", Form.EXPRESSION),
        ("", Form.PROGRAM),
        ("a b", Form.EXPRESSION),
        ("1) + (2", Form.EXPRESSION),
        ("}{", Form.PROGRAM),
        ("(" * LONGEST_CODE + "a", Form.EXPRESSION),
        ("\0", Form.EXPRESSION),
        ("'\ud800'", Form.EXPRESSION),
    ],
)
def test_compiles_says_what_check_says(code: str, form: Form) -> None:
    assert compiles(code, form) is (check(code, form) is None)


def found(text: str) -> tuple[Expression, ...]:
    return find_expressions(read_scenario(parse_document(Source("a.yaml", text))), bundled())


TEXT = """\
description: ${{ nowhere }}
branches:
  inbound-call:
    actions:
      - if: "  ${{ condition }} "
        action: say@v2
        params: {what: "text ${{ parameter }}", other: ["${{ whole }}"]}
        result: ${{ result }}
      - action: javascript@v1
        params: {code: "let code = '${{ }}'"}
      - if: bare
"""


def test_places() -> None:
    pieces = [(each.place, each.code.strip(), each.path, each.whole) for each in found(TEXT)]
    step = ("branches", "inbound-call", "actions")
    assert pieces == [
        (Place.CONDITION, "condition", (*step, 0, "if"), False),
        (Place.PARAMETER, "parameter", (*step, 0, "params", "what"), False),
        (Place.PARAMETER, "whole", (*step, 0, "params", "other", 0), True),
        (Place.ELSEWHERE, "result", (*step, 0, "result"), True),
        (Place.CODE, "let code = '${{ }}'", (*step, 1, "params", "code"), True),
        (Place.CONDITION, "bare", (*step, 2, "if"), True),
        (Place.ELSEWHERE, "nowhere", ("description",), True),
    ]


def test_spans_are_those_of_the_code() -> None:
    for each in found(TEXT):
        start, end = each.whole_span
        assert TEXT[start:end] == each.code.strip()


@pytest.mark.parametrize(("value", "marked"), [('""', '""'), ("'${{ }}'", "${{ }}"), ('"  "', "  ")])
def test_span_of_what_is_empty(value: str, marked: str) -> None:
    text = f"branches: {{inbound-call: {{actions: [{{if: {value}}}]}}}}\n"
    (expression,) = found(text)
    start, end = expression.whole_span
    assert text[start:end] == marked
