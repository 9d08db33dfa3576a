"""Whom a run may call or write to, as far as its script and its variables tell."""

from __future__ import annotations

from typing import Any

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language.bundled import bundled
from callr_actions.runs.judge import Judge
from callr_actions.runs.reach import reached
from callr_actions.runs.script import read_script
from callr_actions.simulator.values import UNDEFINED
from tests.runs.accounts import wanted

SCRIPT = """\
variables:
  $phone: ""
  $list: []
branches:
  api-initiated:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
            - number: ${{ $phone }}
            - number: sip:desk@${{ $host }}
          answerOnBranch: answered
      - action: sms@v1
        params: {to: "${{ $list }}", body: hello}
      - goto: {branch: later}
  answered:
    actions:
      - action: sms@v1
        params: {to: ["${{ $phone }}", "+33199001234"], body: hello}
  later:
    actions:
      - action: dial@v1
        params: {targets: [{number: "${{ $dial.cdr.callee }}"}, {number: "+33199001234"}]}
  inbound-call:
    actions:
      - action: dial@v1
        params: {targets: [{number: "+33199009999"}]}
"""


def told(script: str, **variables: Any) -> list[str]:
    found = read_script(script, "script")
    assert found is not None
    given = {f"${name}": value for name, value in variables.items()}
    with Judge(wanted()) as judge:
        return [str(each) for each in reached(found.scenario, bundled(), {**found.initial, **given}, judge)]


def test_everybody_is_named_once_with_the_line() -> None:
    assert told(SCRIPT, phone="+33199001235", host="example.com", list=["+33199001236", "+33199001237"]) == [
        "calls +33199001234 (line 10)",
        "calls +33199001235 (line 11)",
        "calls sip:desk@example.com (line 12)",
        "texts +33199001236 (line 15)",
        "texts +33199001237 (line 15)",
        "texts +33199001235 (line 20)",
        "texts +33199001234 (line 20)",
        "calls whomever `${{ $dial.cdr.callee }}` says then (line 24)",
    ]


def test_what_only_the_run_decides_is_told_so() -> None:
    assert told(SCRIPT)[1:4] == [
        "calls whomever `${{ $phone }}` says then (line 11)",
        "calls whomever `sip:desk@${{ $host }}` says then (line 12)",
        "texts whomever `${{ $list }}` says then (line 15)",
    ]


def test_where_a_jump_is_decided_by_the_run_every_branch_counts() -> None:
    script = SCRIPT.replace("branch: later", 'branch: "${{ $phone }}"')
    assert "calls +33199009999 (line 28)" in told(script)


def test_what_a_script_says_about_its_runs() -> None:
    found = read_script(
        "variables: {$a: undefined, $b: {c: 1}}\n"
        "branches: {api-initiated: {actions: [{action: javascript@v1, params: {code: $z = $y}}]}}\n",
        "script",
    )
    assert found is not None
    assert found.initial == {"$a": UNDEFINED, "$b": {"c": 1}}
    assert found.known == frozenset({"$a", "$b", "$y", "$z"})
    assert read_script("[", "script") is None
    with pytest.raises(CallrActionsError) as error:
        read_script("branches: {}\n", "script")
    assert error.value.exit_code is ExitCode.FINDINGS
    assert error.value.message.endswith("with which a run begins; its branches: none")
