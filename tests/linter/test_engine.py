"""The engine: distinct findings, sorted once, and a bounded number of them."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.linter.engine import MOST_FINDINGS_PER_FILE, lint_document, lint_documents
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.outputs.text import render
from callr_actions.linter.selection import Selection

if TYPE_CHECKING:
    from callr_actions.language.document import Document

HEAD = "branches:\n  inbound-call:\n    actions:\n"


def scenario(steps: str, name: str = "a.yaml") -> Document:
    return parse_document(Source(name, HEAD + steps))


@pytest.mark.parametrize(
    ("count", "found", "more"), [(249, 249, ()), (250, 250, ()), (251, 250, ("a.yaml",))]
)
def test_of_one_rule_the_first_ones(count: int, found: int, more: tuple[str, ...]) -> None:
    result = lint_documents([scenario("      - action: sya@v2\n" * count)])
    assert (len(result.findings), result.truncated) == (found, more)
    assert result.findings[-1].span.start.line == 3 + found


def test_of_all_rules_the_first_ones() -> None:
    text = "".join(
        f"      - {{actoin: a, if: $x{n} >, params: {{a: b}}, goto: {{branch: x}}, result: [1]}}\n"
        for n in range(300)
    )
    text += "      - action: teleport@v1\n" * 300 + "      -\n" * 10
    result = lint_documents([scenario(text)])
    assert len(result.findings) == MOST_FINDINGS_PER_FILE
    assert result.truncated == ("a.yaml",)
    assert render(result, Style()).endswith("; of a.yaml only the first ones\n")


def test_what_aliases_repeat_hides_nothing_behind_it() -> None:
    text = "      - &s {action: sya@v2}\n" + "      - *s\n" * 300 + "      - action: hangpu@v1\n"
    result = lint_documents([scenario(text)])
    assert [finding.span.start.line for finding in result.findings] == [4, 305]
    assert result.truncated == ()


def test_files_are_sorted_whatever_their_order() -> None:
    names = ["b.yaml", "a.yaml", "c.yaml"]
    result = lint_documents([scenario("      - action: sya@v2\n", name) for name in names])
    assert [finding.file for finding in result.findings] == sorted(names)
    assert (result.files, sorted(result.sources)) == (3, sorted(names))


def test_selection_of_one_file() -> None:
    assert lint_document(scenario("      - action: sya@v2\n"), selection=Selection(ignore=("CA3",))) == ()


@pytest.mark.parametrize("on", [True, False])
def test_collector_is_as_it_was(on: bool) -> None:
    (gc.enable if on else gc.disable)()
    try:
        lint_documents([])
        assert gc.isenabled() is on
    finally:
        gc.enable()


def test_emoji_that_may_count_twice() -> None:
    text = HEAD + "      - action: hangup@v1\n# " + "😀" * 16_400
    (finding,) = lint_document(parse_document(Source("a.yaml", text)))
    assert (finding.code, finding.severity.value) == ("CA106", "warning")
    assert finding.message == "the script has 32,867 characters if emoji count twice; Callr takes 32,768"
    assert finding.help == "it has 16,467 Unicode characters; how Callr counts is not documented"
    assert finding.span.end.offset == len(text) == finding.span.start.offset + 1


def test_text_that_cannot_be_decoded_is_not_counted() -> None:
    from callr_actions.language.document import document_from_bytes

    found = lint_document(document_from_bytes(b"\xff" * 40_000, "a.yaml"))
    assert [finding.code for finding in found] == ["CA103"]
