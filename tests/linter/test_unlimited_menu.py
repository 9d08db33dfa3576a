"""CA409 where the facts do not know what is JavaScript, as after adopting a schema."""

from __future__ import annotations

from callr_actions.language.bundled import bundled
from callr_actions.language.document import document_from_bytes
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import lint_document
from callr_actions.linter.rules import unlimited_menu
from callr_actions.linter.selection import Selection


def codes(text: str, *, knows_code: bool) -> list[str]:
    catalog = bundled()
    javascript = catalog.actions["javascript@v1"]
    if not knows_code:
        actions = {**catalog.actions, javascript.id: javascript._replace(params={"type": "object"})}
        catalog = catalog._replace(actions=actions)
    document = document_from_bytes(text.encode(), "menu.yaml")
    return [each.code for each in lint_document(document, LintContext(catalog), Selection(select=("CA409",)))]


def test_a_counter_in_text_that_may_be_javascript_is_a_limit() -> None:
    page = unlimited_menu.RULE.page
    for knows_code in (True, False):
        assert codes(page.good, knows_code=knows_code) == []
        assert codes(page.bad, knows_code=knows_code) == ["CA409"]
