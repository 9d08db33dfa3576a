"""The examples on the baseline's pages give what they say, on the day they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from callr_actions.linter.baseline.apply import without_known
from callr_actions.linter.baseline.pages import CODES, PAGES
from tests.linter.baseline.example import FILE, HEAD, baseline, linted, run

if TYPE_CHECKING:
    from callr_actions.language.explanation import Explanation


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_examples(page: Explanation) -> None:
    scenario = HEAD + "      - action: ring@v9\n"
    found = {
        text: {
            finding.code for finding in without_known(linted(scenario), baseline(text), run(FILE)).findings
        }
        for text in (page.bad, page.good)
    }
    assert found[page.bad] & CODES == {page.code}
    assert found[page.good] == set()
