"""`lint --add-ignores`: comments that silence what is found, written into the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.fixing import print_diff, write_back
from callr_actions.cli.manners import say
from callr_actions.cli.session import MASKER
from callr_actions.linter.added_ignores import add_ignores
from callr_actions.linter.engine import lint_documents
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.cli.baseline import BaselineUse
    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.linter.context import LintContext
    from callr_actions.linter.result import LintResult
    from callr_actions.linter.selection import Selection


class Ignorer:
    """Adds comments to one file after another and counts.

    Attributes:
        applied: how many findings were silenced.
        comments: with how many comments.
        files: in how many files.
    """

    def __init__(
        self,
        context: LintContext,
        selection: Selection,
        baseline: BaselineUse | None,
        *,
        reason: str | None,
        diff: bool,
    ) -> None:
        self.applied = 0
        self.comments = 0
        self.files = 0
        self._context = context
        self._selection = selection
        self._baseline = baseline
        self._reason = _checked(reason or "")
        self._diff = diff

    def rewrite(self, document: Document, path: Path | None) -> Document:
        """Silence what is found in a file and return it as it is then; with a diff, print that instead.

        Raises:
            CallrActionsError: it cannot be written, or somebody else has changed it meanwhile.
        """
        added = add_ignores(document, self._check, reason=self._reason)
        shown = printable(MASKER.mask(document.source.path))
        if added.refused:
            say(f"{shown}: left as it was: {printable(MASKER.mask(added.refused))}")
        if not added.comments:
            return document
        self.applied += len(added.silenced)
        self.comments += added.comments
        self.files += 1
        if self._diff:
            print_diff(document.source, added.document.source)
            return document
        assert path is not None, "standard input is refused"
        write_back(path, document.source, added.document.source)
        return added.document

    def fails(self, result: LintResult) -> bool:
        """Return whether the exit code is 1: something is not silenced, in whatever file but a baseline."""
        from callr_actions.linter.baseline.pages import CODES

        left = any(finding.code not in CODES for finding in result.findings)
        return left or (self._diff and bool(self.applied))

    def report(self) -> None:
        """Say on standard error what was done."""
        if self.applied:
            done = "would be silenced" if self._diff else "silenced"
            parts = (_counted(self.applied, "finding"), _counted(self.comments, "comment"))
            files = _counted(self.files, "file")
            say(f"{done}: {parts[0]} by {parts[1]} in {files}")

    def _check(self, document: Document) -> tuple[Finding, ...]:
        """Return what counts in a file: what a baseline lets be needs no comment."""
        result = lint_documents([document], self._context, self._selection)
        return result.findings if self._baseline is None else self._baseline.left(result)


def _checked(reason: str) -> str:
    if not reason.isprintable():
        raise click.UsageError("--reason is one line of text without control characters")
    return reason.strip()


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
