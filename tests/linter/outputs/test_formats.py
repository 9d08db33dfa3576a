"""What single formats promise beyond their golden files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from callr_actions.language.finding import Severity
from callr_actions.language.source import Source
from callr_actions.linter.engine import LintResult
from callr_actions.linter.outputs import github, gitlab, jsonl, junit, markdown, sarif
from callr_actions.linter.outputs.inert_markdown import inert, prose
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.outputs.uri import is_absolute, path_to_uri
from callr_actions.masking import Masker
from tests.linter.outputs import shapes
from tests.linter.outputs.example import DESK, found, rich

if TYPE_CHECKING:
    from callr_actions.language.finding import Finding


def result(*findings: Finding, files: int = 1) -> LintResult:
    return LintResult(files, findings, {DESK.path: DESK})


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a/b.yaml", "a/b.yaml"),
        ("a b/é#?.yaml", "a%20b/%C3%A9%23%3F.yaml"),
        ("c:d/e.yaml", "c%3Ad/e.yaml"),
        ("C:/x y.yaml", "file:///C:/x%20y.yaml"),
        ("/x/y.yaml", "file:///x/y.yaml"),
        ("caf\udce9.yaml", "caf%E9.yaml"),
        ("\ud83d.yaml", "%EF%BF%BD.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
    ],
)
def test_paths_as_uris(path: str, uri: str) -> None:
    assert path_to_uri(path) == uri
    assert is_absolute(path) is uri.startswith("file:")


def test_sarif_default_level_is_the_worst_of_the_rule() -> None:
    findings = [
        found(DESK, "sya@v2", "m", severity=severity) for severity in (Severity.INFO, Severity.WARNING)
    ]
    log = json.loads(sarif.render(result(*findings), Style()))
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert [each["level"] for each in log["runs"][0]["results"]] == ["note", "warning"]


def test_sarif_has_no_fix_that_would_write_a_mask() -> None:
    masker = Masker()
    masker.add("say@v2")
    with_fix = shapes.sarif(sarif.render(rich(), Style()))
    masked = shapes.sarif(sarif.render(rich(), Style(masker=masker)))
    assert sum("fixes" in each for each in with_fix) == 2
    assert sum("fixes" in each for each in masked) == 1


def test_sarif_message_cannot_become_a_link() -> None:
    (one,) = shapes.sarif(sarif.render(result(found(DESK, "sya@v2", "[a](http://x) [1] (2)")), Style()))
    assert one["message"]["text"] == "[a\\](http://x) [1] (2)"


def test_sarif_keeps_the_worst_of_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    severities = (Severity.INFO, Severity.WARNING, Severity.INFO, Severity.ERROR)
    findings = [found(DESK, "sya@v2", "m", severity=severity) for severity in severities]
    text = sarif.render(result(*findings), Style())
    assert [each["level"] for each in shapes.sarif(text)] == ["warning", "error"]
    (said,) = json.loads(text)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert said["message"]["text"] == "There are 2 more results than fit; the worst ones are here."


def test_whole_lines_end_where_their_last_character_is() -> None:
    finding = found(DESK, "inbound-call:\n    actions:\n", "m")
    assert finding.span.end.line == 4
    ((_, properties, _),) = shapes.github(github.render(result(finding), Style()))
    assert (properties["line"], properties["endLine"]) == ("2", "3")
    (entry,) = shapes.gitlab(gitlab.render(result(finding), Style()))
    assert entry["location"]["lines"] == {"begin": 2, "end": 3}


def test_github_message_cannot_start_a_command() -> None:
    text = github.render(
        result(found(DESK, "sya@v2", "x\n::set-env name=A::b\r\n\x0b\x85\u2028::stop")), Style()
    )
    assert text.count("\n") == 1
    assert len(text.splitlines()) == 1


def test_jsonl_of_a_cut_pipe_has_no_summary() -> None:
    lines = jsonl.render(rich(), Style()).splitlines()
    assert json.loads(lines[-1])["kind"] == "summary"
    assert all(json.loads(line)["kind"] == "finding" for line in lines[:-1])


def test_junit_clean_file_is_a_case_that_passes() -> None:
    root = shapes.junit(junit.render(LintResult(1, (), {}, paths=("clean.yaml",)), Style()))
    assert root.attrib["tests"] == "1"
    assert [len(case) for case in root.iter("testcase")] == [0]


def test_markdown_is_bounded_and_counts_what_is_missing() -> None:
    source = Source("b.yaml", "x\n" * 2000)
    findings = [found(source, "x", "|`@x" * 300, help="<" * 900, nth=number) for number in range(1, 200)]
    text = markdown.render(LintResult(3, tuple(findings), {}, truncated=("a", "b")), Style())
    rows = len(shapes.markdown(text))
    assert 5 < rows < 199
    assert f"\n… and {199 - rows} more findings.\n" in text
    assert text.endswith("\n2 files have more findings than are kept.\n")


def test_markdown_says_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "LONGEST", 450)
    text = markdown.render(result(found(DESK, "sya@v2", "m" * 400)), Style())
    assert text == "## callr-actions: 1 error in 1 file\n\n… and 1 more finding.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", "a&#124;b"),
        ("@octocat and a@b", "@\u200boctocat and a@\u200bb"),
        ("#12 !3 100% 5 %7", "#\u200b12 !\u200b3 100% 5 %\u200b7"),
        ("https://x.y www.x.y", "https:\u200b//x.y www\u200b.x.y"),
        ("[a](b) <b> **x** $x$", "&#91;a&#93;(b) &#60;b&#62; &#42;&#42;x&#42;&#42; &#36;x&#36;"),
        ("one\n\n\ttwo", "one two"),
        ("1234567890x", "123456789…"),
        ("`@x`", "&#96;@\u200bx&#96;"),
    ],
)
def test_inert_text(text: str, expected: str) -> None:
    assert inert(text, 10 if text.startswith("123") else 100) == expected


def test_prose_shows_code_as_code() -> None:
    assert prose("no `say@v2`, `a", 100) == "no <code>say@v2</code>, &#96;a"
    assert prose("`<b>`@x", 100) == "<code>&#60;b&#62;</code>@\u200bx"
    assert prose("`a@b.com`", 100) == "<code>a@\u200bb.com</code>"
