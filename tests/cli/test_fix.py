"""`fix` and `lint --fix`: what is written, what is shown, what is left."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli import fixing
from callr_actions.cli.app import run
from callr_actions.language.document import document_from_bytes
from callr_actions.linter.fixes import fix_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source

BEFORE = """\
# a comment that stays
branches:
  inbound-call:
    actions:
      - action: sya@v2 # callr: ignore[CA302] not needed
        params: {what: "Hello"}
"""
SAFE = BEFORE.replace(" # callr: ignore[CA302] not needed", "")
UNSAFE = SAFE.replace("sya@v2", "say@v2")


@pytest.fixture
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    file = tmp_path / "scenarios" / "a.yaml"
    file.write_bytes(BEFORE.encode())
    return file


def test_safe_fixes_are_applied_and_the_rest_is_printed(
    scenario: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["fix", "-o", "concise"]) == 1
    out, errors = capfd.readouterr()
    assert scenario.read_text() == SAFE
    assert out == "scenarios/a.yaml:5:17: error[CA301] there is no action `sya@v2`; did you mean `say@v2`?\n"
    assert errors == "fixed: 1 finding in 1 file\n"


def test_unsafe_ones_only_when_asked_and_nothing_is_left_to_do(
    scenario: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["lint", "--fix", "--unsafe"]) == 0
    assert scenario.read_text() == UNSAFE
    capfd.readouterr()
    assert run(["lint", "--fix", "--unsafe", "-q"]) == 0
    assert capfd.readouterr() == ("", "")
    assert scenario.read_text() == UNSAFE


def test_a_diff_writes_nothing(scenario: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "--diff"]) == 1
    out, errors = capfd.readouterr()
    assert scenario.read_text() == BEFORE
    assert "-      - action: sya@v2 # callr: ignore[CA302] not needed\n+      - action: sya@v2\n" in out
    assert errors == "would be fixed: 1 finding in 1 file\n"
    scenario.write_text(UNSAFE)
    assert run(["fix", "--diff"]) == 0


def test_lists_what_was_fixed_in_each_file(scenario: Path, capfd: pytest.CaptureFixture[str]) -> None:
    twice = BEFORE + "      - action: say@v2 # callr: ignore[CA302]\n        params: {what: 5}\n"
    scenario.write_text(twice)
    scenario.with_name("b.yaml").write_text(UNSAFE)
    assert run(["fix", "--show-fixes", "--unsafe", "--diff"]) == 1
    expected = (
        "4 findings in 1 file\n"
        "scenarios/a.yaml:\n"
        "    2 × CA111 unused-suppression: delete the comment\n"
        "    1 × CA301 unknown-action: use `say@v2`\n"
        '    1 × CA304 parameter-type: write `"5"`\n'
    )
    assert capfd.readouterr().err == f"would be fixed: {expected}"
    assert run(["fix", "--show-fixes", "--unsafe"]) == 0
    assert capfd.readouterr().err == f"fixed: {expected}"
    assert run(["fix", "--show-fixes"]) == 0
    assert capfd.readouterr().err == ""


def test_the_help_of_fix_speaks_of_fix(capfd: pytest.CaptureFixture[str]) -> None:
    run(["fix", "--help"])
    out = capfd.readouterr().out
    assert "With --fix" not in out
    assert "Show the changes, write nothing." in out
    run(["lint", "--help-all"])
    assert "With --fix: list what was fixed in each" in capfd.readouterr().out


def test_bytes_outside_the_fix_stay(scenario: Path) -> None:
    scenario.write_bytes(b"\xef\xbb\xbf" + BEFORE.replace("\n", "\r\n").encode())
    run(["fix", "-q"])
    assert scenario.read_bytes() == b"\xef\xbb\xbf" + SAFE.replace("\n", "\r\n").encode()


def test_standard_input_comes_out_fixed(
    scenario: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BEFORE.encode())))
    assert run(["fix", "-", "-o", "concise"]) == 1
    out, errors = capfd.readouterr()
    assert out == SAFE
    assert "<stdin>:5:17: error[CA301]" in errors


def test_options_that_need_fix(scenario: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "--diff"]) == 64
    assert capfd.readouterr().err.startswith("error: --diff goes with --fix or --add-ignores\n")
    for option in ("--unsafe", "--show-fixes"):
        assert run(["lint", option]) == 64
        assert capfd.readouterr().err.startswith(f"error: {option} goes with --fix\n")


def test_a_file_that_somebody_else_changes_is_left_alone(
    scenario: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fixing, "_bytes", lambda _source: b"other")
    assert run(["fix"]) == 64
    assert scenario.read_text() == BEFORE
    assert "scenarios/a.yaml: it was changed meanwhile" in capfd.readouterr().err


def test_a_file_that_cannot_be_written(
    scenario: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _content: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(fixing, "write_atomic", refuse)
    assert run(["fix"]) == 64
    assert "scenarios/a.yaml: cannot be written: permission denied" in capfd.readouterr().err


def test_a_fix_that_breaks_the_file_is_left_out() -> None:
    from callr_actions.language.finding import Confidence, Edit, Finding, Fix, Severity

    document = document_from_bytes(b"a: 1\nb: 2\n", "a.yaml")

    def check(each: Document) -> Iterator[Finding]:
        source: Source = each.source
        for at, text in ((0, "["), (5, "c")):
            span = source.span(at, at + 1)
            if source.text[at] not in "[c":
                fix = Fix("change", safe=True, edits=(Edit(span, text),))
                yield Finding("CA000", text, Severity.INFO, Confidence.CERTAIN, "a.yaml", span, text, fix=fix)

    fixed = fix_document(document, check, unsafe=False)
    assert fixed.document.source.text == "a: 1\nc: 2\n"
    assert [finding.message for finding in fixed.applied] == ["c"]


def test_a_broken_project_file_says_so(scenario: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (scenario.parent.parent / "callr.yaml").write_text("version: 1\nscenarios: flows\nlnt: {}\n")
    assert run(["lint"]) == 1
    assert capfd.readouterr().err == (
        "callr.yaml has errors, so nothing in it counts: scenarios were looked for in scenarios/ only\n"
    )


def test_a_broken_project_file_is_named_though_its_codes_are_not_selected(
    scenario: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    scenario.write_text(UNSAFE)
    (scenario.parent.parent / "callr.yaml").write_text("version: 1\nlnt: {}\n")
    assert run(["lint", "--select", "CA3", "-q"]) == 0
    out, errors = capfd.readouterr()
    assert out == ""
    assert errors == (
        "callr.yaml:2:1: error[CA902] `lnt` is not a key of callr.yaml; did you mean `lint`?\n"
        "callr.yaml has errors, so nothing in it counts: scenarios were looked for in scenarios/ only\n"
    )


def test_mends_callr_yaml_first_and_then_goes_by_it(
    scenario: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project = scenario.parent.parent / "callr.yaml"
    wrong = "# kept\nversion: 1\naccounts:\n  staging: {api-key: $CALLR_KEY}\nlint: {ignore: [CA301]}\n"
    project.write_text(wrong)
    assert run(["fix", "--diff", "-q"]) == 1
    out, errors = capfd.readouterr()
    assert '+  staging: {api-key: "${CALLR_KEY}"}\n' in out
    assert errors.startswith("would be fixed: 2 findings in 2 files\n")
    assert project.read_text() == wrong
    assert run(["fix", "--show-fixes"]) == 0
    assert capfd.readouterr() == (
        "2 files checked, nothing found\n",
        (
            "fixed: 2 findings in 2 files\n"
            "callr.yaml:\n"
            "    1 × CA908 bad-interpolation: write `${CALLR_KEY}`\n"
            "scenarios/a.yaml:\n"
            "    1 × CA111 unused-suppression: delete the comment\n"
        ),
    )
    assert project.read_text() == wrong.replace("$CALLR_KEY", '"${CALLR_KEY}"')
    assert scenario.read_text() == SAFE


def test_leaves_callr_yaml_alone_where_it_is_not_asked_about(
    scenario: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project = scenario.parent.parent / "callr.yaml"
    wrong = "version: 1\naccounts:\n  staging: {api-key: $CALLR_KEY}\n"
    project.write_text(wrong)
    assert run(["fix", "scenarios", "-q"]) == 1
    assert run(["fix", "--select", "CA1", "-q"]) == 0
    assert project.read_text() == wrong
    capfd.readouterr()
    assert run(["fix", "callr.yaml"]) == 0
    assert capfd.readouterr().out == "1 file checked, nothing found\n"
    assert "${CALLR_KEY}" in project.read_text()


def test_fixes_of_callr_yaml_that_are_left_count(scenario: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = scenario.parent.parent / "callr.yaml"
    project.write_text("version: 1\naccounts:\n  staging: {api-key: $CALLR_KEY}\nlnit: {}\n")
    assert run(["fix", "-o", "concise", "--select", "CA9"]) == 1
    out, errors = capfd.readouterr()
    assert out == "callr.yaml:4:1: error[CA902] `lnit` is not a key of callr.yaml; did you mean `lint`?\n"
    assert errors.startswith("fixed: 1 finding in 1 file\n")
