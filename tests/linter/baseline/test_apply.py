"""What a baseline lets be: known lines first, then as many others as there were, and never one more."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from callr_actions.language.finding import Confidence, Finding, Severity
from callr_actions.linter.baseline.apply import entries_of, without_known
from callr_actions.linter.baseline.writer import new_baseline
from callr_actions.linter.selection import Selection
from tests.examples import examples
from tests.linter.baseline.example import FAULTS, FILE, HEAD, NAMES, baseline, linted, run
from tests.linter.test_properties import mutated

HERE = run(FILE)
THREE = new_baseline(entries_of(linted(HEAD + FAULTS), None, HERE), NAMES)
CODE = "CA301"


def left(text: str, known: str = THREE, today: date = HERE.today) -> list[tuple[str, int, str]]:
    result = without_known(linted(text), baseline(known), run(FILE, today=today))
    return [(finding.file, finding.span.start.line, finding.code) for finding in result.findings]


def test_what_was_there_counts_no_more() -> None:
    assert [finding.code for finding in linted(HEAD + FAULTS).findings] == [CODE] * 3
    result = without_known(linted(HEAD + FAULTS), baseline(THREE), HERE)
    assert (result.findings, result.baselined) == ((), 3)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_new_one_is_the_one_that_counts(place: int) -> None:
    lines = FAULTS.splitlines(keepends=True)
    lines.insert(place, "      - action: new@v9\n")
    assert left("# new\n" + HEAD + "".join(lines)) == [(FILE, 5 + place, CODE)]


def test_an_edited_line_stays_known_while_there_are_no_more() -> None:
    assert left(HEAD + FAULTS.replace("sing", "bring")) == []


def test_another_code_or_file_is_new() -> None:
    assert left(HEAD + FAULTS + "      - {action: hangup@v1, k: 1}\n") == [(FILE, 7, "CA201")]
    result = without_known(linted("a: 1\n", HEAD + FAULTS), baseline(THREE), run("scenarios/b.yaml"))
    assert [finding.file for finding in result.findings if finding.code == CODE] == ["scenarios/b.yaml"] * 3


def test_a_comment_comes_first_and_uses_no_entry_up() -> None:
    silenced = FAULTS.replace("sing@v9", "sing@v9 # callr: ignore[CA301] ours")
    assert left(HEAD + silenced) == [("known.yaml", 8, "CA113")]
    result = without_known(linted(HEAD + silenced), baseline(THREE), HERE)
    assert (result.suppressed, result.baselined) == (1, 2)
    assert left(HEAD + silenced + "      - action: new@v9\n") == []


def test_what_is_mended_is_said_with_a_fix() -> None:
    result = without_known(linted(HEAD + "      - action: ring@v9\n"), baseline(THREE), HERE)
    (finding,) = result.findings
    assert finding.message == f"3 CA301 are allowed in `{FILE}`; only 1 is left"
    assert finding.severity is Severity.INFO
    assert finding.fix is not None
    assert finding.fix.title == "lower the count to 1"
    (edit,) = finding.fix.edits
    assert (
        edit.text
        == new_baseline(entries_of(linted(HEAD + "      - action: ring@v9\n"), None, HERE), NAMES).partition(
            "entries:\n"
        )[2]
    )


def test_all_mended() -> None:
    result = without_known(linted(HEAD + "      - action: hangup@v1\n"), baseline(THREE), HERE)
    (finding,) = result.findings
    assert finding.message == f"nothing in `{FILE}` is CA301 any more"
    assert finding.fix is not None
    assert (finding.fix.title, finding.fix.edits[0].text) == ("delete the entry", "")
    assert result.sources["known.yaml"].text == THREE


def test_an_entry_in_flow_style_has_no_fix() -> None:
    known = f"version: 1\nentries: [{{file: {FILE}, code: CA301, count: 4}}]\n"
    (finding,) = without_known(linted(HEAD + FAULTS), baseline(known), HERE).findings
    assert finding.message == f"4 CA301 are allowed in `{FILE}`; only 3 are left"
    assert finding.fix is None


def test_what_was_not_looked_for_is_not_missed() -> None:
    clean = linted(HEAD + "      - action: hangup@v1\n")
    assert without_known(clean, baseline(THREE), run()).findings == ()
    for selection in (Selection(select=("CA4",)), Selection(ignore=("unknown-action",))):
        assert without_known(clean, baseline(THREE), run(FILE, selection=selection)).findings == ()


def test_findings_about_the_baseline_can_be_left_out() -> None:
    chosen = run(FILE, selection=Selection(ignore=("CA113",)))
    assert without_known(linted(HEAD + "      - action: hangup@v1\n"), baseline(THREE), chosen).findings == ()


EXPIRING = THREE + "    expires: 2030-05-15\n    owner: Ann\n"


def test_an_entry_holds_on_its_last_day() -> None:
    assert left(HEAD + FAULTS, EXPIRING, date(2030, 5, 15)) == []
    assert left(HEAD + FAULTS, EXPIRING, date(2030, 5, 16)) == [
        ("known.yaml", 13, "CA112"),
        *((FILE, line, CODE) for line in (4, 5, 6)),
    ]


def test_an_expired_entry_names_its_owner() -> None:
    result = without_known(linted(HEAD + FAULTS), baseline(EXPIRING), run(FILE, today=date(2031, 1, 1)))
    finding = result.findings[0]
    assert finding.severity is Severity.WARNING
    assert finding.message == f"this was the last day; what is CA301 in `{FILE}` counts again"
    assert finding.help == "mend them, or agree on a later day with Ann"


def test_an_expired_default_is_said_once() -> None:
    faults = HEAD + FAULTS + "      - {action: hangup@v1, k: 1}\n"
    known = new_baseline(entries_of(linted(faults), None, HERE), NAMES).replace(
        "entries:", "defaults: {expires: 2030-01-01}\nentries:"
    )
    result = without_known(linted(faults), baseline(known), HERE)
    assert [finding.code for finding in result.findings] == ["CA112", "CA301", "CA301", "CA301", "CA201"]
    assert result.findings[0].message == "this was the last day; the findings of 2 entries count again"
    assert result.findings[0].help == "mend them, or agree on a later day"


def test_of_an_expired_entry_without_findings_nothing_is_left_but_the_entry() -> None:
    assert left(HEAD + "      - action: hangup@v1\n", EXPIRING, date(2031, 1, 1)) == [
        ("known.yaml", 8, "CA113")
    ]


def test_errors_of_the_project_file_cannot_wait() -> None:
    span = linted(HEAD + FAULTS).findings[0].span
    error, warning = (
        Finding("CA910", "contradicting-settings", severity, Confidence.CERTAIN, "callr.yaml", span, "x")
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    result = linted()._replace(findings=(error, warning))
    known = new_baseline(entries_of(result, None, run("callr.yaml")), NAMES)
    assert without_known(result, baseline(known), run("callr.yaml")).findings == (error,)


def test_entries_that_were_not_looked_at_are_kept() -> None:
    known = baseline(THREE.replace(FILE, "scenarios/b.yaml"))
    wanted = entries_of(linted(HEAD + FAULTS), known, HERE)
    assert {key: each.allowed for key, each in wanted.items()} == {
        ("scenarios/b.yaml", CODE): 3,
        (FILE, CODE): 3,
    }
    assert entries_of(linted("a: 1\n")._replace(findings=()), known, run("scenarios/b.yaml")) == {}


@examples(1)
@given(mutated(), st.integers(0, 3))
def test_written_then_linted_is_clean_and_one_more_fault_is_exactly_that(text: str, above: int) -> None:
    result = linted(text)
    known = baseline(new_baseline(entries_of(result, None, HERE), NAMES))
    clean = without_known(linted(text), known, HERE)
    assert clean.findings == ()
    assert clean.baselined == len(result.findings)
    more = text + ("" if text.endswith("\n") else "\n") + "#\n" * above + "surely-not-known: 1\n"
    again = linted(more)
    said, before = ([(each.code, each.message) for each in found.findings] for found in (again, result))
    more_said = Counter(said) - Counter(before)
    # Elsewhere the new key is part of another, or what was wrong with the file is so no more.
    assume(len(said) == len(before) + 1 and more_said.total() == 1 and "surely-not-known" in str(more_said))
    new = without_known(again, known, HERE).findings
    assert [(finding.code, finding.message) for finding in new] == list(more_said)
