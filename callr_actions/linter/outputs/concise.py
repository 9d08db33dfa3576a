"""One line a finding, as compilers print them: `file:line:column: severity[code] message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.linter.statistics import table

if TYPE_CHECKING:
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult


def render(result: LintResult, style: Style) -> str:
    """Return the lines; nothing at all without findings."""
    lines: list[str] = []
    for finding in result.findings:
        start = finding.span.start
        lines.append(
            f"{style.clean(finding.file)}:{start.line}:{start.column}: "
            f"{finding.severity.value}[{finding.code}] {style.clean(finding.message)}\n"
        )
    lines += [
        f"{style.clean(path)}: there are more findings than these first ones\n" for path in result.truncated
    ]
    if result.statistics:
        lines.append(f"\n{table(result.statistics)}")
    return "".join(lines)
