"""`lint --fix`: fixes written back to files, or shown as a diff; and how any changed file is written back."""

from __future__ import annotations

import codecs
import sys
from collections import Counter
from difflib import unified_diff
from typing import TYPE_CHECKING

import click

from callr_actions.atomic import write_atomic
from callr_actions.cli.manners import say
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import unwritable
from callr_actions.linter.engine import lint_document
from callr_actions.linter.fixes import fix_document
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from callr_actions.cli.project_fixing import MendedProject
    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source
    from callr_actions.linter.context import LintContext
    from callr_actions.linter.result import LintResult
    from callr_actions.linter.selection import Selection


class Fixer:
    """Fixes one file after another and counts.

    Attributes:
        applied: how many findings were fixed.
        files: how many files that changed.
    """

    def __init__(
        self, context: LintContext, selection: Selection, *, unsafe: bool, diff: bool, show: bool = False
    ) -> None:
        self.applied = 0
        self.files = 0
        self._show = show
        self._shown: list[str] = []
        self._context = context
        self._selection = selection
        self._unsafe = unsafe
        self._diff = diff

    def rewrite(self, document: Document, path: Path | None) -> Document:
        """Fix a file and return it as it is then; with a diff, print that and return it unchanged.

        Args:
            document: the file.
            path: where to write it; None is standard input, whose fixed text goes to standard output.

        Raises:
            CallrActionsError: it cannot be written, or somebody else has changed it meanwhile.
        """

        def check(each: Document) -> tuple[Finding, ...]:
            return lint_document(each, self._context, self._selection)

        fixed = fix_document(document, check, unsafe=self._unsafe)
        if path is None and not self._diff:
            sys.stdout.buffer.write(_bytes(fixed.document.source))
        self.apply(path, document.source, fixed.document.source, fixed.applied)
        return document if self._diff else fixed.document

    def apply(self, path: Path | None, before: Source, after: Source, applied: Sequence[Finding]) -> None:
        """Take what fixing a file came to, and list it where that was asked for.

        Raises:
            CallrActionsError: it cannot be written, or somebody else has changed it meanwhile.
        """
        if applied and self._show:
            self._shown += _listed(before.path, applied)
        self.take(path, before, after, len(applied))

    def take_project(self, mended: MendedProject | None) -> None:
        """Take what fixing callr.yaml came to, where it came to anything.

        Raises:
            CallrActionsError: as `apply`.
        """
        if mended is not None:
            self.apply(mended.found.file, mended.before, mended.after, mended.applied)

    def take(self, path: Path | None, before: Source, after: Source, applied: int) -> None:
        """Count the fixes of a file, and write it, or show it with a diff.

        Raises:
            CallrActionsError: it cannot be written, or somebody else has changed it meanwhile.
        """
        if not applied:
            return
        self.applied += applied
        self.files += 1
        if self._diff:
            print_diff(before, after)
        elif path is not None:
            write_back(path, before, after)

    def fails(self, result: LintResult) -> bool:
        """Return whether the exit code is 1: something bad is left or, with a diff, to be fixed."""
        return bool(self.applied) if self._diff else result.fails(self._selection.fail_on)

    def report(self) -> None:
        """Say on standard error what was done."""
        if self.applied:
            done = "would be fixed" if self._diff else "fixed"
            findings = f"{self.applied:,} finding{'' if self.applied == 1 else 's'}"
            files = f"{self.files:,} file{'' if self.files == 1 else 's'}"
            say(f"{done}: {findings} in {files}")
        for line in self._shown:
            say(printable(MASKER.mask(line)))


def _listed(file: str, applied: Iterable[Finding]) -> list[str]:
    """Return the lines that say which fixes a file got, and how often each."""
    counted = Counter(
        (finding.code, finding.name, finding.fix.title) for finding in applied if finding.fix is not None
    )
    lines = [
        f"    {count:,} × {code} {name}: {title}" for (code, name, title), count in sorted(counted.items())
    ]
    return [f"{file}:", *lines]


def _bytes(source: Source) -> bytes:
    text = source.text.encode("utf-8", errors="surrogatepass")
    return codecs.BOM_UTF8 + text if source.bom else text


def write_back(path: Path, before: Source, after: Source) -> None:
    """Write a file anew.

    Raises:
        CallrActionsError: it cannot be written, or it is no longer what was read.
    """
    try:
        if path.read_bytes() != _bytes(before):
            raise CallrActionsError(
                "it was changed meanwhile, so it is left as it is",
                file=before.path,
                hint="run the command again",
            )
        write_atomic(path, _bytes(after))
    except OSError as error:
        raise unwritable(before.path, error) from error


def print_diff(before: Source, after: Source) -> None:
    """Print what would change in a file."""
    for line in unified_diff(
        before.text.splitlines(keepends=True),
        after.text.splitlines(keepends=True),
        f"a/{before.path}",
        f"b/{after.path}",
    ):
        click.echo(printable(MASKER.mask(line.rstrip("\r\n"))))
