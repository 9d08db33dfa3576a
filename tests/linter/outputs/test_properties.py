"""Any finding in any format: nothing raises, everything parses, nothing breaks out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.finding import Confidence, Edit, Finding, Fix, Related, Severity
from callr_actions.language.source import Position, Source, Span
from callr_actions.linter.engine import LintResult
from callr_actions.linter.outputs import OUTPUTS, renderer
from callr_actions.linter.outputs.advice import in_words
from callr_actions.linter.outputs.one_line import one_line
from callr_actions.linter.outputs.style import Style
from callr_actions.masking import MASK
from tests.examples import examples
from tests.linter.outputs import shapes

NASTY = [
    *("::error::x", "\r\n", "%0A", "%25", "|", "`", "<script>", "]]>", "@octocat", "#12", "https://a.b"),
    *(
        "[a](b)",
        "\\",
        "\\|",
        "\x00",
        "\x1b[0m",
        "\u2028",
        "\ud800",
        "\uffff",
        "👋",
        "&amp;",
        "a@b.com",
        "\x85",
    ),
]
TEXTS = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8), st.characters()), max_size=6).map(
    "".join
)
POSITIONS = st.builds(Position, *[st.integers(1, 60)] * 2, st.integers(0, 3000))
SPANS = st.builds(Span, POSITIONS, POSITIONS)
PATHS = st.one_of(st.sampled_from(["a.yaml", "C:/x y.yaml", "/abs/é.yaml", "../b:c.yaml"]), TEXTS)
FIXES = st.builds(Fix, TEXTS, st.booleans(), st.lists(st.builds(Edit, SPANS, TEXTS), max_size=2).map(tuple))
FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(["CA101", "CA301", "CA903", "CA999"]),
    name=st.sampled_from(["yaml-syntax", "unknown-action"]),
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(Confidence),
    file=PATHS,
    span=SPANS,
    message=TEXTS,
    help=st.none() | TEXTS,
    related=st.lists(st.builds(Related, PATHS, SPANS, TEXTS), max_size=2).map(tuple),
    fix=st.none() | FIXES,
)


@st.composite
def results(draw: st.DrawFn) -> LintResult:
    findings = sorted(draw(st.lists(FINDINGS, max_size=4)), key=lambda finding: finding.sort_key)
    paths = [finding.file for finding in findings]
    texts = {path: Source(path, draw(TEXTS)) for path in paths if draw(st.booleans())}
    checked = (*paths, *draw(st.lists(PATHS, max_size=2)))
    truncated = tuple(draw(st.lists(PATHS, max_size=2)))
    return LintResult(len(checked), tuple(findings), texts, truncated, paths=tuple(dict.fromkeys(checked)))


@examples(1.5)
@given(result=results())
def test_every_format_takes_everything(result: LintResult) -> None:
    for name in OUTPUTS:
        text = renderer(name)(result, Style())
        text.encode("utf-8")
        # Tabs only come from a file's text, and only where an entity or an escape holds them.
        strange = {character for character in text if not character.isprintable() and ord(character) <= 0x9F}
        assert strange <= {"\n", "\t"}, name
        shapes.SHAPES[name](text)


@given(result=results())
def test_github_has_one_command_a_finding_with_the_same_fields(result: LintResult) -> None:
    commands = shapes.github(renderer("github")(result, Style()))
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    told = len(result.findings)
    assert [(each[0], each[1]["file"]) for each in commands[told:]] == [
        ("warning", one_line(path)) for path in result.truncated
    ]
    for (command, properties, message), finding in zip(commands[:told], result.findings, strict=True):
        assert command == levels[finding.severity]
        assert properties["file"] == one_line(finding.file)
        assert properties["line"] == str(finding.span.start.line)
        assert properties["title"] == f"{finding.code} {finding.name}"
        assert message == in_words(finding)
        assert ("col" in properties) is (finding.span.start.line == finding.span.end.line)


@given(result=results())
def test_json_formats_keep_every_text(result: LintResult) -> None:
    def whole(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub("[\ud800-\udfff]", "\ufffd", value)
        if isinstance(value, list):
            return [whole(item) for item in value]
        return {key: whole(item) for key, item in value.items()} if isinstance(value, dict) else value

    expected = [whole(finding.to_json()) for finding in result.findings]
    assert shapes.machine(renderer("json")(result, Style()))["findings"] == expected
    lines = shapes.json_lines(renderer("jsonl")(result, Style()))[:-1]
    assert [{key: line[key] for key in line if key not in {"version", "kind"}} for line in lines] == expected


@given(result=results())
def test_every_finding_is_in_every_report(result: LintResult) -> None:
    count = len(result.findings)
    assert len(shapes.sarif(renderer("sarif")(result, Style()))) == count
    assert len(shapes.gitlab(renderer("gitlab")(result, Style()))) == count
    assert len(list(shapes.checkstyle(renderer("checkstyle")(result, Style())).iter("error"))) == count
    assert len(shapes.markdown(renderer("markdown")(result, Style()))) == count
    cases = list(shapes.junit(renderer("junit")(result, Style())).iter("testcase"))
    assert sum(len(case) == 1 for case in cases) == count


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("secret", ["hunter2!", "a|b<c>&\"d'", "x\ny\tz%:,", "pä ss/wört"])
def test_a_secret_is_hidden_in_every_field(name: str, secret: str) -> None:
    """Were it masked behind the escaping, one with special characters would come through."""
    text = f"before {secret} behind"
    source = Source(text, text)
    span = source.span(7, 7 + len(secret))
    finding = Finding(
        *("CA301", "unknown-action", Severity.ERROR, Confidence.CERTAIN, text, span, text),
        help=text,
        related=(Related(text, span, text),),
        fix=Fix(text, safe=True, edits=(Edit(span, text),)),
    )
    style = Style()
    style.masker.add(secret)
    hidden = finding._replace(file=MASK, message=MASK, help=MASK)
    hidden = hidden._replace(related=(Related(MASK, span, MASK),), fix=Fix(MASK, safe=True, edits=()))
    rendered = renderer(name)(LintResult(1, (finding,), {text: source}, (text,), paths=(text,)), style)
    expected = renderer(name)(LintResult(1, (hidden,), {}, (MASK,), paths=(MASK,)), Style())
    words = {word for word in re.findall(r"\w{2,}", secret) if word not in expected}
    assert not any(word in rendered for word in words)
    assert secret not in rendered
    shapes.SHAPES[name](rendered)
