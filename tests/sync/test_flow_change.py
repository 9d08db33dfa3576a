"""What a change means for callers, in one line."""

from __future__ import annotations

import pytest

from callr_actions.sync.flow_change import describe_change, describe_new

OLD = """\
variables: {$night: "+33142000001"}
branches:
  inbound-call:
    actions:
      - {action: say@v2, params: {what: Hello}}
      - {action: dial@v1, params: {targets: [{number: "+33142000000"}]}}
  menu: {actions: [{action: hangup@v1}]}
"""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Hello", "Good morning", "branches ~inbound-call; actions 1 changed"),
        ("{action: hangup@v1}", "", "branches ~menu; actions 1 removed"),
        ("menu:", "night:", "branches +night, -menu; actions 1 added, 1 removed"),
        (
            '"+33142000000"',
            "$night",
            "branches ~inbound-call; actions 1 changed; dials +33142000001; no longer dials +33142000000",
        ),
        ("+33142000001", "+33142000002", "variables"),
        ("variables:", "# a comment\nvariables:", "the flow stays as it is"),
        (
            "      - {action: dial@v1",
            "      - if: $x\n        then: [{action: hangup@v1}]\n      - {action: dial@v1",
            "branches ~inbound-call; actions 2 added",
        ),
        (
            OLD,
            "branches: [",
            "branches -inbound-call, -menu; actions 3 removed; no longer dials +33142000000; variables",
        ),
    ],
)
def test_changes(before: str, after: str, said: str) -> None:
    assert describe_change(OLD, OLD.replace(before, after)) == said


def test_new_scripts() -> None:
    assert describe_new(OLD) == "2 branches, 3 actions; dials +33142000000"
    assert describe_new("branches: {a: {actions: [{goto: {branch: a}}]}}") == "1 branch, 1 action"
    assert describe_new("") == "0 branches, 0 actions"


def test_long_lists_are_cut() -> None:
    many = "".join(f"  b{number}: []\n" for number in range(9))
    assert (
        describe_change("branches: {}\n", f"branches:\n{many}") == "branches +b0, +b1, +b2, +b3, +b4, +4 more"
    )
