"""Version 1 of the machine format as JSON lines: a finding a line, the summary last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.linter.outputs.json_text import json_text
from callr_actions.linter.outputs.json_v1 import header, statistics, summary
from callr_actions.linter.outputs.masked import masked_result

if TYPE_CHECKING:
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult


def render(result: LintResult, style: Style) -> str:
    """Return the lines; a reader that sees no summary knows that it has not seen everything."""
    result = masked_result(result, style.masker)
    version = header()["version"]
    lines = [
        json_text({"version": version, "kind": "finding", **finding.to_json()}) for finding in result.findings
    ]
    lines.append(json_text({**header(), "kind": "summary", **summary(result), **statistics(result)}))
    return "".join(lines)
