"""A finding as it may be shown: secrets hidden in every text of it, once, before any format escapes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callr_actions.language.finding import Finding, Fix
    from callr_actions.linter.result import LintResult
    from callr_actions.masking import Masker


def masked_result(result: LintResult, masker: Masker) -> LintResult:
    """Return the result with masked findings and paths.

    The texts of the files are kept as they are, under their masked paths: whoever shows a piece of one has
    to mask that piece.
    """
    return result._replace(
        findings=tuple(_finding(finding, masker) for finding in result.findings),
        sources={masker.mask(path): source for path, source in result.sources.items()},
        truncated=tuple(masker.mask(path) for path in result.truncated),
        paths=tuple(masker.mask(path) for path in result.paths),
    )


def _finding(finding: Finding, masker: Masker) -> Finding:
    return finding._replace(
        file=masker.mask(finding.file),
        message=masker.mask(finding.message),
        help=None if finding.help is None else masker.mask(finding.help),
        related=tuple(
            related._replace(file=masker.mask(related.file), message=masker.mask(related.message))
            for related in finding.related
        ),
        fix=None if finding.fix is None else _fix(finding.fix, masker),
    )


def _fix(fix: Fix, masker: Masker) -> Fix:
    edits = tuple(edit._replace(text=masker.mask(edit.text)) for edit in fix.edits)
    return fix._replace(title=masker.mask(fix.title), edits=edits)
