"""The list of rules: it says what the modules say, and a rule that it leaves out had nothing to report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.bundled import bundled
from callr_actions.language.document import document_from_bytes
from callr_actions.language.scenario_reader import read_scenario
from callr_actions.linter import engine
from callr_actions.linter.context import LintContext, Subject
from callr_actions.linter.engine import check_document
from callr_actions.linter.listed import Listed, Sign
from callr_actions.linter.rules import RULES, every_rule
from callr_actions.linter.selection import Selection
from tests.examples import examples
from tests.linter.test_properties import mutated, shaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.document import Document
    from callr_actions.language.facts import JsonSchema

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("scenarios", "tests/linter/cases", "tests/schemas/published")
FILES = {
    path.relative_to(ROOT).as_posix(): path.read_bytes()
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.yaml"))
}
EXAMPLES = {
    f"{rule.code} {what}": text.encode()
    for rule in every_rule()
    for what, text in (("bad", rule.page.bad), ("good", rule.page.good))
}
TEXTS = {**FILES, **EXAMPLES}
NUMBERS = frozenset(("+33199001234", "+33199001235"))
WITH_WORDS = [listed for listed in RULES if listed.when and not isinstance(listed.when, Sign)]


def subject_of(text: bytes) -> Subject:
    context = LintContext(own_numbers=NUMBERS)
    return Subject(read_scenario(document_from_bytes(text, "a.yaml")), context)


def left_out_wrongly(subject: Subject) -> list[str]:
    """Return the rules that would report something in a file for which they are not even imported."""
    return [
        listed.code
        for listed in RULES
        if not listed.may_report(subject) and next(iter(listed.rule.check(subject)), None) is not None
    ]


def test_the_list_says_what_the_modules_say() -> None:
    assert [(listed.code, listed.name) for listed in RULES] == [
        (rule.code, rule.name) for rule in every_rule()
    ]


def test_every_module_of_a_rule_is_in_the_list() -> None:
    folder = ROOT / "callr_actions/linter/rules"
    modules = {path.stem for path in folder.glob("*.py") if not path.name.startswith("_")}
    assert {listed.name.replace("-", "_") for listed in RULES} == modules


@pytest.mark.no_cover
@pytest.mark.parametrize("name", TEXTS)
def test_a_rule_that_is_left_out_has_nothing_to_report(name: str) -> None:
    assert left_out_wrongly(subject_of(TEXTS[name])) == []


@given(st.one_of(mutated(), shaped()))
@examples(2)
def test_a_rule_that_is_left_out_has_nothing_to_report_whatever_the_file(text: str) -> None:
    assert left_out_wrongly(subject_of(text.encode("utf-8", "replace"))) == []


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FILES)
def test_findings_are_those_of_all_rules(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = document_from_bytes(FILES[name], name)
    context, selection = LintContext(own_numbers=NUMBERS), Selection()
    quick = check_document(document, context, selection)
    monkeypatch.setattr(engine, "RULES", tuple(Listed(each.code, each.name) for each in RULES))
    assert check_document(document, context, selection) == quick


@pytest.mark.parametrize("listed", WITH_WORDS, ids=lambda listed: listed.code)
def test_the_words_leave_the_rule_out_of_a_file_without_them(listed: Listed) -> None:
    assert not listed.may_report(subject_of(b"branches: {hangup: {actions: [{action: hangup@v1}]}}"))


@pytest.mark.parametrize("listed", WITH_WORDS, ids=lambda listed: listed.code)
def test_words_are_such_that_only_an_escape_can_hide_them(listed: Listed) -> None:
    assert not isinstance(listed.when, Sign)
    assert not any(set(word) & set(" \t\n\\'\"/") for word in listed.when)


@pytest.mark.parametrize(
    "action",
    [
        r'"\x73ms@v1"',
        r'"\u0073ms@v1"',
        r'"\U00000073ms@v1"',
        '"s\\\n  ms@v1"',
        '"s\\\r\n  ms@v1"',
        "&sms sms@v1",
        "'sms@v1'",
        "|-\n  sms@v1",
        "!!str sms@v1",
    ],
)
def test_a_word_counts_however_it_is_written(action: str) -> None:
    indented = action.replace("\n  ", "\n          ")
    text = f"""\
branches:
  inbound-sms:
    actions:
      - action: {indented}
        params:
          to: "+33199001234"
          from: "1"
          body: {"x" * 2000}
"""
    codes = {finding.code for finding in check_document(*arguments(text)).findings}
    assert "CA314" in codes


def test_a_word_counts_behind_a_merge_key() -> None:
    text = f"""\
branches:
  inbound-sms:
    actions:
      - &first {{action: sms@v1, params: {{to: "+33199001234", body: {"x" * 2000}}}}}
      - <<: *first
"""
    assert "CA314" in {finding.code for finding in check_document(*arguments(text)).findings}


def arguments(text: str) -> tuple[Document, LintContext, Selection]:
    return document_from_bytes(text.encode(), "a.yaml"), LintContext(), Selection()


# The rules about values of a kind know the actions and keys that have one by their words.
KINDS = {
    "phone": "CA307",
    "phone-or-sip": "CA307",
    "url": "CA308",
    "http-method": "CA309",
    "http-headers": "CA309",
    "http-body": "CA309",
    "language": "CA311",
    "sender": "CA312",
    "sms-text": "CA313",
}


def kinds_of(schema: JsonSchema) -> Iterator[tuple[str, str]]:
    """Yield each kind below a schema with the key that has it."""
    for name, inner in schema.get("properties", {}).items():
        if "x-kind" in inner:
            yield inner["x-kind"], name
        yield from kinds_of(inner)
        yield from kinds_of({"properties": {name: inner["items"]}} if "items" in inner else {})


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_are_those_of_every_action_with_such_a_value(kind: str) -> None:
    listed = next(each for each in RULES if each.code == KINDS[kind])
    assert not isinstance(listed.when, Sign)
    places = [
        f"{facts.id} {key}"
        for facts in bundled().actions.values()
        for found, key in kinds_of(facts.params)
        if found == kind
    ]
    assert places
    assert [place for place in places if not any(word in place for word in listed.when)] == []
