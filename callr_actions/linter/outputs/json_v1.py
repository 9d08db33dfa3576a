"""Version 1 of the machine format. Fields are only ever added to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.language.finding import Severity
from callr_actions.version import __version__

if TYPE_CHECKING:
    from callr_actions.linter.engine import LintResult
    from callr_actions.linter.outputs.style import Style


def render(result: LintResult, style: Style) -> str:
    """Return one JSON document: `{version, tool, summary, findings}`."""
    document = {
        "version": 1,
        "tool": {"name": "callr-actions", "version": __version__},
        "summary": {
            "files": result.files,
            **{severity.value: result.count(severity) for severity in Severity},
            "suppressed": result.suppressed,
            "truncated": list(result.truncated),
        },
        "findings": [finding.to_json() for finding in result.findings],
    }
    return json.dumps(_masked(document, style), indent=2, ensure_ascii=False) + "\n"


def _masked(value: Any, style: Style) -> Any:  # noqa: ANN401 - any JSON value
    """Hide secrets in every text, before JSON's escapes can split one."""
    if isinstance(value, str):
        return style.masker.mask(value)
    if isinstance(value, list):
        return [_masked(item, style) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item, style) for key, item in value.items()}
    return value
