"""With Callr's schema adopted its verdicts are errors, each under one code and in one place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from callr_actions.language.adopted.derive import derive_catalog
from callr_actions.language.adopted.load import load_schema
from callr_actions.language.bundled import bundled
from callr_actions.language.document import parse_document
from callr_actions.language.finding import Confidence, Finding, Severity
from callr_actions.language.source import Source
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import lint_document
from callr_actions.linter.selection import Selection

ROOT = Path(__file__).resolve().parent.parent.parent
DECIDED = ("CA201", "CA203", "CA30", "CA310")
SCHEMAS = ROOT / "tests" / "language" / "adopted" / "schemas"


def context(name: str) -> LintContext:
    schema = load_schema(SCHEMAS / name, name)
    return LintContext(catalog=derive_catalog(schema, bundled()), adopted=schema)


def lint(text: str, name: str) -> tuple[Finding, ...]:
    """Check by the rules that a schema has a say in."""
    return lint_document(parse_document(Source("flow.yaml", text)), context(name), Selection(select=DECIDED))


def lines(text: str, name: str) -> list[str]:
    return [
        f"{each.file}:{each.span.start.line}:{each.span.start.column} {each.code} {each.message}"
        for each in lint(text, name)
    ]


TREE_BAD = """\
descripton: A queue
branches:
  inbound-call:
    actions:
      - action: sya@v2
        params: {what: Hello}
      - action: say@v2
        params: {}
      - action: say@v2
        params: {waht: Hello}
      - action: say@v2
        params: {what: 7, voice: ana}
        goto: {brnch: later}
      - if: now.getHours() > 18
        then:
          - action: queue@v1
            params: {name: night, music: loud}
            result: sales
      - action: gather@v2
        params: {audio: beep, prompt: {what: Hi}}
      -
  later: []
"""

CONDITIONS_BAD = """\
name: 2nd line
branches:
  inbound-call:
    actions:
      - action: say@v9
      - action: fetch@v2
        params:
          url: https://example.com
          timeout: soon
          method: ${{ $method }}
          retry: [1, 2, 3]
      - action: transfer@v1
        params: {whom: sales}
      - action: answer@v1
        params: {}
      - then: []
"""


def test_the_first_schema() -> None:
    assert lines(TREE_BAD, "tree.yaml") == [
        "flow.yaml:1:1 CA201 a scenario has no key `descripton`; did you mean `description`?",
        "flow.yaml:5:17 CA301 there is no action `sya@v2`; did you mean `say@v2`?",
        "flow.yaml:7:17 CA302 `say@v2` needs `what`",
        "flow.yaml:10:18 CA303 `say@v2` has no parameter `waht`; did you mean `what`?",
        "flow.yaml:12:24 CA304 `what` of `say@v2` is text; this is the number `7`",
        ("flow.yaml:12:34 CA305 `voice` of `say@v2` is one of `anna`, `boris`, `clara`; this is `ana`;"
        " did you mean `anna`?"),
        "flow.yaml:13:16 CA201 `goto` has no key `brnch`; did you mean `branch`?",
        "flow.yaml:17:42 CA304 `music` of `queue@v1` is `true` or `false`; this is `loud`",
        r"flow.yaml:18:21 CA310 `result` is text that matches `^\$\w+$`; this is `sales`",
        "flow.yaml:20:17 CA305 `params` of `gather@v2` fits several forms of which only one is allowed",
        "flow.yaml:21:8 CA203 a step is a mapping; this is nothing",
        "flow.yaml:22:10 CA203 the branch `later` is a mapping; this is a list",
    ]  # fmt: skip


def test_the_second_schema() -> None:
    assert lines(CONDITIONS_BAD, "conditions.json") == [
        r"flow.yaml:1:7 CA310 `name` is text that matches `^\p{L}[\p{L}\p{N} -]*$`; this is `2nd line`",
        "flow.yaml:5:17 CA301 `say@v9` is not a known version of `say`",
        "flow.yaml:9:20 CA304 `timeout` of `fetch@v2` is a number; this is `soon`",
        "flow.yaml:11:25 CA305 `retry[2]` of `fetch@v2` is not allowed here",
        "flow.yaml:13:18 CA303 `transfer@v1` has no parameter `whom`",
        "flow.yaml:15:9 CA305 `params` of `answer@v1` is not allowed here",
        "flow.yaml:16:9 CA310 a step needs `if`",
    ]


def test_each_is_a_certain_error_with_its_page() -> None:
    for finding in lint(TREE_BAD, "tree.yaml"):
        assert (finding.severity, finding.confidence) == (Severity.ERROR, Confidence.CERTAIN)
        assert finding.docs == f"docs/rules/{finding.code}.md"


def test_slips_of_a_name_have_a_fix() -> None:
    fixes = {each.code: each.fix.title for each in lint(TREE_BAD, "tree.yaml") if each.fix is not None}
    assert fixes == {
        "CA201": "rename it to `branch`",
        "CA301": "use `say@v2`",
        "CA303": "rename it to `what`",
    }


def test_an_alias_is_not_renamed() -> None:
    text = "branches: {a: {actions: [{action: &a sya@v2}, {action: *a}]}}\n"
    found = [each for each in lint(text, "tree.yaml") if each.code == "CA301"]
    assert [each.fix is not None for each in found] == [True, False]


GOOD = """\
description: A queue
branches:
  inbound-call:
    actions:
      - action: queue@v1
        params: {name: sales}
"""


def test_what_the_schema_knows_is_no_finding() -> None:
    assert lines(GOOD, "tree.yaml") == []


def test_without_a_schema_nothing_is_a_violation() -> None:
    found = lint_document(parse_document(Source("flow.yaml", TREE_BAD)))
    assert "CA310" not in {each.code for each in found}


def test_rules_do_not_load_what_only_a_schema_needs() -> None:
    probe = (
        "import sys, callr_actions.linter.engine as e; [each.rule for each in e.RULES]; print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert not loaded & {"jsonschema", "jsonschema_rs", "regex"}
    adopted = {name for name in loaded if name.startswith("callr_actions.language.adopted.")}
    assert adopted == {"callr_actions.language.adopted.violation"}
