"""What the rules about values know besides the file, and the walk over values that they share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import langcodes
import pytest

from callr_actions.language.bundled import bundled
from callr_actions.language.document import document_from_bytes, read_document
from callr_actions.language.facts import ActionFacts
from callr_actions.language.finding import Provenance, Severity
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.language.tree import Scalar
from callr_actions.linter.context import LintContext, Subject
from callr_actions.linter.engine import lint_document
from callr_actions.linter.rules.language_tag import USUAL
from callr_actions.linter.scalar_text import written_like
from callr_actions.linter.selection import Selection
from callr_actions.linter.words import shown

if TYPE_CHECKING:
    from callr_actions.language.finding import Finding

CODES = ("CA1", "CA2", "CA3")
PUBLISHED = sorted((Path(__file__).parent.parent / "schemas" / "published").glob("*.yaml"))


def lint(text: str, code: str, context: LintContext | None = None) -> list[Finding]:
    document = document_from_bytes(text.encode(), "example.yaml")
    return list(lint_document(document, context, Selection(select=(code,))))


def subject(text: str) -> Subject:
    return Subject(read_scenario(document_from_bytes(text.encode(), "example.yaml")), LintContext())


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_published_examples_have_no_errors(path: Path) -> None:
    findings = lint_document(read_document(path, path.name), selection=Selection(select=CODES))

    assert [each for each in findings if each.severity is Severity.ERROR] == []


def test_walks_over_every_value_that_has_a_schema() -> None:
    given = subject("""\
defaults: {language: en-US, other: 1}
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params: &shared
          url: https://example.com
          headers: {x-a: b}
          unknown: {url: x}
          audio: none
      - action: fetch@v2
        params:
          <<: *shared
      - action: sms@v1
        params: {to: [&one "+33199001234", *one]}
      - action: nobody@v1
        params: {to: 1}
      - goto: {branch: inbound-call}
""").given

    assert [(each.path, each.kind) for each in given if each.step is None] == [
        (("defaults",), None),
        (("branches",), None),
        (("defaults", "language"), "language"),
    ]
    parameters = [(each.path, each.kind) for each in given if each.facts is not None]
    request = [
        (("url",), "url"),
        (("headers",), "http-headers"),
        (("headers", "x-a"), None),
        (("audio",), None),
    ]
    assert parameters == [
        *request,
        *request,
        (("to",), "phone-list"),
        (("to", 0), "phone"),
        (("to", 1), "phone"),
    ]
    assert [each.path for each in given if each.kind == "branch"] == [("goto", "branch")]


def numbers(*own: str) -> LintContext:
    return LintContext(own_numbers=frozenset(own))


NATIONAL = """\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params: {targets: [{number: "01 42 68 53 00"}]}
"""


def test_national_numbers_are_those_of_the_projects_country() -> None:
    (found,) = lint(NATIONAL, "CA307", numbers("+33199001234", "+33199001235"))

    assert found.message == "`01 42 68 53 00` is not in E.164 form; did you mean `+33142685300`?"
    assert found.fix is not None
    assert not found.fix.safe


def test_a_project_in_two_countries_has_no_national_numbers() -> None:
    (found,) = lint(NATIONAL, "CA307", numbers("+33199001234", "+442079460123"))

    assert found.message == "`01 42 68 53 00` is a national number: its country is missing"
    assert found.fix is None


def with_versions(old: ActionFacts, new: ActionFacts) -> LintContext:
    facts = bundled()
    return LintContext(facts._replace(actions={old.id: old, new.id: new}))


def test_an_older_version_says_what_the_newer_one_lacks() -> None:
    old = ActionFacts("ask", 1, params={"properties": {"what": {}, "loud": {}}})
    new = ActionFacts("ask", 2, params={"properties": {"what": {}, "volume": {}}})
    text = "branches: {inbound-call: {actions: [{action: ask@v1, params: {what: 1, loud: 2, odd: 3}}]}}"

    (found,) = lint(text, "CA306", with_versions(old, new))

    assert (found.severity, found.help) == (
        Severity.INFO,
        "`ask@v2` does not have `loud`; `ask@v2` also has `volume`",
    )


def test_an_older_version_that_is_only_inferred_is_a_warning() -> None:
    old = ActionFacts("ask", 1, provenance=Provenance.INFERRED)
    text = "branches: {inbound-call: {actions: [{action: ask@v1}]}}"

    (found,) = lint(text, "CA306", with_versions(old, ActionFacts("ask", 2)))

    assert (found.severity, found.help) == (Severity.WARNING, None)


def test_an_empty_catalog_reports_nothing_about_words_and_versions() -> None:
    facts = bundled()
    structure = facts.structure._replace(yaml_words={}, compat_versions={})
    limits = {name: fact for name, fact in facts.limits.items() if name != "script-warning-ratio"}
    context = LintContext(facts._replace(structure=structure, limits=limits))
    text = f'compat: {{version: "2019-01-01"}}\nvariables: {{$x: no}}\nbranches: {{}}\n# {"x" * 32000}\n'

    assert lint(text, "CA108", context) == []
    assert lint(text, "CA110", context) == []
    assert lint(text, "CA106", context) == []


def test_the_usual_languages_are_registered() -> None:
    assert [tag for tag in sorted(USUAL) if langcodes.standardize_tag(tag) != tag] == []
    assert all(langcodes.tag_is_valid(tag) for tag in USUAL)


@pytest.mark.parametrize(
    ("style", "text", "written"),
    [
        ("", "POST", "POST"),
        ("", "+33199001234", '"+33199001234"'),
        ("|", "en-US", "en-US"),
        ("", "a: b", '"a: b"'),
        ("'", "it's", "'it''s'"),
        ('"', 'say "x"', '"say \\"x\\""'),
    ],
)
def test_writes_text_as_it_was_written(style: str, text: str, written: str) -> None:
    assert written_like(Scalar(0, 0, "", style), text) == written


def test_shows_values_on_one_line() -> None:
    assert shown("a\nb\u200b") == "a\\nb\\u200b"
    assert shown("x" * 61) == "x" * 60 + "…"


def test_the_language_tells_the_country_where_the_project_has_no_numbers() -> None:
    for tag, number in (("fr-FR", "+33142685300"), ("en-GB", None), ("fr", None)):
        (found,) = lint(f"defaults: {{language: {tag}}}\n{NATIONAL}", "CA307")
        assert (found.fix.edits[0].text if found.fix else None) == (number and f'"{number}"')


def test_the_projects_numbers_tell_more_than_the_language() -> None:
    (found,) = lint(f"defaults: {{language: en-GB}}\n{NATIONAL}", "CA307", numbers("+33199001234"))
    assert found.message.endswith("did you mean `+33142685300`?")
