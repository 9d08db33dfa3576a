"""Version 1 of the machine format. Fields are only ever added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.finding import Severity
from callr_actions.linter.outputs.json_text import json_text
from callr_actions.linter.outputs.masked import masked_result
from callr_actions.version import __version__

if TYPE_CHECKING:
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult


def render(result: LintResult, style: Style) -> str:
    """Return one JSON document: `{version, tool, summary, findings}`."""
    result = masked_result(result, style.masker)
    document = {
        **header(),
        "summary": summary(result),
        "findings": [finding.to_json() for finding in result.findings],
        **statistics(result),
    }
    return json_text(document, indent=2)


def header() -> dict[str, Any]:
    """Return what a reader needs to know before the rest: the format's version and who wrote it."""
    return {"version": 1, "tool": {"name": "callr-actions", "version": __version__}}


def summary(result: LintResult) -> dict[str, Any]:
    """Return the counts, and the files of which not every finding is kept."""
    return {
        "files": result.files,
        **{severity.value: result.count(severity) for severity in Severity},
        "suppressed": result.suppressed,
        "truncated": list(result.truncated),
        "baselined": result.baselined,
    }


def statistics(result: LintResult) -> dict[str, Any]:
    """Return the field with the findings counted by code; nothing where it was not asked for."""
    if result.statistics is None:
        return {}
    return {"statistics": [each.to_json() for each in result.statistics]}
