"""A summary for a comment on a pull request or for `$GITHUB_STEP_SUMMARY`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.linter.outputs.inert_markdown import inert, prose
from callr_actions.linter.outputs.masked import masked_result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.finding import Finding
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult

# A comment on GitHub has 65,536 characters at most.
LONGEST = 65_000
_LONGEST_PATH = 200
_LONGEST_MESSAGE = 500
# Room for the last lines, which say what is missing.
_RESERVE = 300
_HEAD = "| place | severity | code | message |\n|---|---|---|---|\n"


def render(result: LintResult, style: Style) -> str:
    """Return a heading that counts, and a table for each file with findings."""
    result = masked_result(result, style.masker)
    parts = [f"## callr-actions: {_counts(result)}\n"]
    room = LONGEST - _RESERVE - len(parts[0])
    shown = 0
    for part, findings in _parts(result):
        if len(part) > room:
            break
        parts.append(part)
        room -= len(part)
        shown += findings
    return "".join([*parts, *_missing(result, shown)])


def _parts(result: LintResult) -> Iterator[tuple[str, int]]:
    """Yield pieces of text, each with the number of findings in it; a table never begins without a row."""
    for file, findings in groupby(result.findings, key=lambda finding: finding.file):
        head = f"\n### {inert(file, _LONGEST_PATH)}\n\n{_HEAD}"
        for finding in findings:
            yield head + _row(finding), 1
            head = ""


def _row(finding: Finding) -> str:
    start = finding.span.start
    message = prose(finding.message, _LONGEST_MESSAGE)
    if finding.help:
        message += f"<br>{prose(finding.help, _LONGEST_MESSAGE)}"
    return (
        f"| {start.line}:{start.column} | {finding.severity.value} | {finding.code} "
        f"{inert(finding.name, _LONGEST_PATH)} | {message} |\n"
    )


def _missing(result: LintResult, shown: int) -> Iterator[str]:
    if more := len(result.findings) - shown:
        yield f"\n… and {more:,} more finding{'' if more == 1 else 's'}.\n"
    if truncated := len(result.truncated):
        files = "file has" if truncated == 1 else "files have"
        yield f"\n{truncated:,} {files} more findings than are kept.\n"


def _counts(result: LintResult) -> str:
    files = f"{result.files:,} file{'' if result.files == 1 else 's'}"
    counts = ", ".join(
        f"{count:,} {severity.value}{'' if count == 1 else 's'}"
        for severity in Severity
        if (count := result.count(severity))
    )
    return f"{counts or 'nothing found'} in {files}"
