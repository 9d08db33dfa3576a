"""GitLab's Code Quality report, for `artifacts: reports: codequality`.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.linter.fingerprint import fingerprints
from callr_actions.linter.outputs.json_text import json_text
from callr_actions.linter.outputs.last_line import last_line
from callr_actions.linter.outputs.masked import masked_result
from callr_actions.linter.outputs.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult

# GitLab knows info, minor, major, critical and blocker; an error here breaks a scenario, not a platform.
_SEVERITIES: Mapping[Severity, str] = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def render(result: LintResult, style: Style) -> str:
    """Return a JSON list, empty without findings."""
    result = masked_result(result, style.masker)
    report = [
        {
            "description": f"{finding.code}: {one_line(finding.message)}",
            "check_name": finding.name,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": finding.file,
                "lines": {"begin": finding.span.start.line, "end": last_line(finding.span)},
            },
        }
        for finding, fingerprint in zip(result.findings, fingerprints(result, style.masker), strict=True)
    ]
    return json_text(report, indent=2)
