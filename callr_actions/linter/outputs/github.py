"""GitHub's workflow commands: each finding becomes an annotation beside its line in a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.linter.outputs.advice import in_words
from callr_actions.linter.outputs.last_line import last_line
from callr_actions.linter.outputs.masked import masked_result
from callr_actions.linter.outputs.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.language.finding import Finding
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult

_COMMANDS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(result: LintResult, style: Style) -> str:
    """Return one command a line, for each finding exactly one; nothing at all without findings.

    Of a file with more findings than are kept one more says so.
    """
    result = masked_result(result, style.masker)
    truncated = (
        f"::warning file={_property(path)}::there are more findings than these first ones\n"
        for path in result.truncated
    )
    return "".join((*(_command(finding) for finding in result.findings), *truncated))


def _command(finding: Finding) -> str:
    start, end = finding.span
    properties: dict[str, str | int] = {"file": finding.file, "line": start.line}
    properties["endLine"] = last_line(finding.span)
    # GitHub refuses columns of annotations over several lines.
    if end.line == start.line:
        properties |= {"col": start.column, "endColumn": end.column}
    properties["title"] = f"{finding.code} {finding.name}"
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(in_words(finding))}\n"


def _data(text: str) -> str:
    """Escape the message: no line break is left, so nothing in it can start a command of its own.

    What some readers take for a line break (U+2028, a form feed …) is an escape in it already.
    """
    return text.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property: nothing in it can end it or the list of properties."""
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
