"""A result file by file, clean ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.language.finding import Finding
    from callr_actions.linter.result import LintResult


def by_file(result: LintResult) -> dict[str, list[Finding]]:
    """Return the findings of each file, sorted by path; a clean file has an empty list."""
    files: dict[str, list[Finding]] = {path: [] for path in result.paths}
    for finding in result.findings:
        files.setdefault(finding.file, []).append(finding)
    return dict(sorted(files.items()))
