"""Twice the work takes twice the time: counted in calls, which no busy machine changes."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from callr_actions.language.document import document_from_bytes
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import lint_document, lint_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.language.document import Document

pytestmark = pytest.mark.no_cover  # it would be counted, too

HEAD = "variables: {$n: 0}\nbranches:\n  inbound-call:\n    actions:\n"
STEP = """\
      - if: $n < {0}
        action: say@v2
        params: {{what: "Number {0} of ${{{{ $n }}}}."}}
      - action: javascript@v1
        params: {{code: "$n = $n + {0}"}}
"""
BRANCHES = (
    "  b{0}:\n    actions: [{{action: log@v1, params: {{message: x{0}}}}}, {{goto: {{branch: b{1}}}}}]\n"
)
CONTEXT = LintContext()


def steps(count: int) -> str:
    return HEAD + "".join(STEP.format(number) for number in range(count))


def branches(count: int) -> str:
    chain = "".join(BRANCHES.format(number, number + 1) for number in range(count))
    return HEAD + f"      - goto: {{branch: b0}}\n{chain}  b{count}: {{actions: [{{action: hangup@v1}}]}}\n"


def ring(count: int) -> str:
    return branches(count).replace("[{action: hangup@v1}]", "[{goto: {branch: b0}}]")


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def lint(text: str) -> object:
    return lint_document(document_from_bytes(text.encode(), "a.yaml"), CONTEXT)


@pytest.mark.parametrize("make", [steps, branches, ring])
def test_one_file(make: Callable[[int], str]) -> None:
    lint(make(200))  # whatever is imported and kept on first use
    few, many = (calls(lambda count=count: lint(make(count))) for count in (50, 200))  # type: ignore[misc]
    assert many < 4.4 * few


def documents(count: int) -> Iterator[Document]:
    return (document_from_bytes(steps(3).encode(), f"{number}.yaml") for number in range(count))


def test_many_files() -> None:
    lint_documents(documents(2), CONTEXT)
    few, many = (calls(lambda n=n: lint_documents(documents(n), CONTEXT)) for n in (10, 40))  # type: ignore[misc]
    assert many < 4.4 * few


def test_nothing_of_a_file_is_kept_but_its_findings() -> None:
    def peak(count: int) -> int:
        gc.collect()
        tracemalloc.start()
        try:
            lint_documents(documents(count), CONTEXT)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(5)
    few, many = peak(5), peak(50)
    assert few > 40_000  # the tree of one file at a time, and what is worked out from it
    assert many - few < 45 * 3_000
