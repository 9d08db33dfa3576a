"""SARIF 2.1.0, for GitHub code scanning and whatever else collects results of analysis.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.fingerprint import fingerprints
from callr_actions.linter.outputs.json_text import json_text
from callr_actions.linter.outputs.masked import masked_result
from callr_actions.linter.outputs.one_line import one_line
from callr_actions.linter.outputs.sarif_rules import Rules
from callr_actions.linter.outputs.uri import is_absolute, path_to_uri
from callr_actions.masking import MASK
from callr_actions.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.finding import Edit, Finding, Fix
    from callr_actions.language.source import Span
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult

# GitHub refuses a run with more results.
MOST_RESULTS = 25_000
# `](` is what makes a link out of text in brackets.
_LINK = lazy_pattern(r"\](?=\()")
_ROOT = "PROJECT"


def render(result: LintResult, style: Style) -> str:
    """Return a log with one run.

    The fingerprints have a name of our own: under GitHub's name its upload action expects the hash that it
    works out itself, and warns about any other.
    """
    result = masked_result(result, style.masker)
    rules = Rules(result.findings, style)
    results = [
        _result(finding, fingerprint, rules)
        for finding, fingerprint in zip(result.findings, fingerprints(result, style.masker), strict=True)
    ]
    run = {
        "tool": {"driver": {"name": "callr-actions", "version": __version__, "rules": rules.described()}},
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": list(_notifications(result))}
        ],
        # Where the project lies is no one's business but the reader's, and differs from machine to machine.
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that the paths start from."}}},
        "columnKind": "unicodeCodePoints",
        "results": _worst(results),
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json_text(log, indent=2)


def _worst(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the results in their order; of too many, the least bad ones are left out."""
    if len(results) <= MOST_RESULTS:
        return results
    order = ("error", "warning", "note")
    ranked = sorted(range(len(results)), key=lambda index: order.index(results[index]["level"]))
    return [results[index] for index in sorted(ranked[:MOST_RESULTS])]


def _notifications(result: LintResult) -> Iterator[dict[str, Any]]:
    """Say what is missing from the results."""
    for path in result.truncated:
        yield {
            "level": "warning",
            "message": {"text": "This file has more findings than are kept; these are the first ones."},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}],
        }
    left_out = len(result.findings) - MOST_RESULTS
    if left_out > 0:
        yield {
            "level": "warning",
            "message": {"text": f"There are {left_out:,} more results than fit; the worst ones are here."},
        }


def _result(finding: Finding, fingerprint: str, rules: Rules) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rules.index(finding.code),
        "level": rules.level(finding.severity),
        "message": {"text": _message(finding.message)},
        "locations": [{"physicalLocation": _place(finding.file, finding.span)}],
        "partialFingerprints": {"callrActions/v1": fingerprint},
        "properties": {"confidence": finding.confidence.value},
    }
    if finding.help:
        result["properties"]["help"] = one_line(finding.help)
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(related.file, related.span),
                "message": {"text": _message(related.message)},
            }
            for number, related in enumerate(finding.related, 1)
        ]
    if finding.fix is not None and _can_be_applied(finding.fix):
        result["fixes"] = [_fix(finding.file, finding.fix)]
    return result


def _message(text: str) -> str:
    """Keep text of a file from becoming a link or moving a cursor.

    Braces stay single although SARIF would have them doubled: they matter only beside `arguments`, which we
    never write, and viewers show `${{{{` as it is.
    """
    return _LINK.sub(r"\\]", one_line(text)) or " "


def _can_be_applied(fix: Fix) -> bool:
    """Return whether a program may apply the fix: it changes something, and writes no mask for a secret."""
    return bool(fix.edits) and not any(MASK in edit.text for edit in fix.edits)


def _fix(file: str, fix: Fix) -> dict[str, Any]:
    return {
        "description": {"text": _message(fix.title)},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file),
                "replacements": [_replacement(edit) for edit in fix.edits],
            }
        ],
        "properties": {"safe": fix.safe},
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}


def _place(file: str, span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(file), "region": _region(span)}


def _artifact(file: str) -> dict[str, str]:
    uri = path_to_uri(file)
    return {"uri": uri} if is_absolute(file) else {"uri": uri, "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    start, end = span
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": start.offset,
        "charLength": max(end.offset - start.offset, 0),
    }
