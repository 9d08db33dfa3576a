"""Problems and findings as values."""

from __future__ import annotations

import json

from callr_actions.language.finding import Confidence, Edit, Finding, Fix, Provenance, Severity
from callr_actions.language.problem import Problem, ProblemKind
from callr_actions.language.source import Source

SOURCE = Source("scenarios/a.yaml", "a: 1\na: 2\n")
PROBLEM = Problem(
    ProblemKind.DUPLICATE_KEY, "`a` is twice", 5, 6, help="delete one", related=((0, 1, "first used here"),)
)


def test_codes_and_names_are_each_used_once() -> None:
    assert [kind.code for kind in ProblemKind] == [f"CA{number}" for number in range(100, 108)]
    assert len({kind.rule for kind in ProblemKind}) == len(ProblemKind)


def test_a_problem_as_json() -> None:
    finding = PROBLEM.finding(SOURCE)
    assert json.loads(json.dumps(finding.to_json())) == {
        "code": "CA102",
        "name": "duplicate-key",
        "severity": "error",
        "confidence": "certain",
        "file": "scenarios/a.yaml",
        "span": {
            "start": {"line": 2, "column": 1, "offset": 5},
            "end": {"line": 2, "column": 2, "offset": 6},
        },
        "message": "`a` is twice",
        "help": "delete one",
        "docs": "docs/rules/CA102.md",
        "related": [
            {
                "file": "scenarios/a.yaml",
                "span": {
                    "start": {"line": 1, "column": 1, "offset": 0},
                    "end": {"line": 1, "column": 2, "offset": 1},
                },
                "message": "first used here",
            }
        ],
        "fix": None,
    }


def test_a_fix_as_json() -> None:
    fix = Fix("rename it", safe=True, edits=(Edit(SOURCE.span(5, 6), "b"),))
    finding = Finding(
        "CA1", "x", Severity.INFO, Confidence.GUESS, "a.yaml", SOURCE.span(0, 1), "message", fix=fix
    )
    assert finding.to_json()["fix"] == {
        "safe": True,
        "title": "rename it",
        "edits": [
            {
                "span": {
                    "start": {"line": 2, "column": 1, "offset": 5},
                    "end": {"line": 2, "column": 2, "offset": 6},
                },
                "text": "b",
            }
        ],
    }


def test_findings_are_ordered_by_file_start_and_code() -> None:
    def finding(file: str, start: int, code: str) -> Finding:
        span = SOURCE.span(start, start + 1)
        return Finding(code, "x", Severity.ERROR, Confidence.CERTAIN, file, span, "m")

    wanted = [("a", 0, "CA2"), ("a", 5, "CA1"), ("a", 5, "CA2"), ("b", 0, "CA1")]
    found = sorted((finding(*parts) for parts in reversed(wanted)), key=lambda one: one.sort_key)
    assert [(one.file, one.span.start.offset, one.code) for one in found] == wanted


def test_severities_are_ordered() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2]
    assert Severity.ERROR.at_least(Severity.WARNING)
    assert Severity.WARNING.at_least(Severity.WARNING)
    assert not Severity.INFO.at_least(Severity.WARNING)


def test_what_is_known_decides_how_bad_it_is() -> None:
    assert {fact.value: (fact.severity.value, fact.confidence.value) for fact in Provenance} == {
        "documented": ("error", "certain"),
        "inferred": ("warning", "likely"),
        "assumed": ("info", "guess"),
        "schema": ("error", "certain"),
    }
