"""`--baseline`, `--no-baseline` and `--write-baseline`: which file, when it is read, when it is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import Rare
from callr_actions.cli.manners import say
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.project.discovery import shown_path
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from callr_actions.cli.fixing import Fixer
    from callr_actions.cli.project import FoundProject
    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.linter.baseline.apply import Run
    from callr_actions.linter.baseline.entries import Baseline
    from callr_actions.linter.result import Checked, LintResult
    from callr_actions.linter.selection import Selection

DEFAULT_FILE = "callr-baseline.yaml"
# What `--write-baseline` without a file comes in as; no file has this name.
_NO_FILE = "\0"


def baseline_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, as `baseline`, `no_baseline` and `write_baseline`."""
    for option in (
        click.option(
            "--write-baseline",
            is_flag=False,
            flag_value=_NO_FILE,
            metavar="[FILE]",
            help="Put all findings into the baseline: from then on only new ones count. Comes behind PATHS.",
        ),
        click.option(
            "--no-baseline", cls=Rare, is_flag=True, help="Count what the baseline of callr.yaml lets be."
        ),
        click.option(
            "--baseline",
            cls=Rare,
            metavar="FILE",
            help="Findings that do not count.  [default: callr.yaml's, if any]",
        ),
    ):
        command = option(command)
    return command


class BaselineUse:
    """A baseline in one run of the linter.

    Args:
        path: the file.
        shown: its path as findings name it.
        baseline: what it says; None where it is not there yet.
        found: the project.
        selection: which rules count.
    """

    def __init__(
        self, path: Path, shown: str, baseline: Baseline | None, found: FoundProject, selection: Selection
    ) -> None:
        self._path = path
        self._shown = shown
        self._baseline = baseline
        self._found = found
        self._selection = selection
        self._readable: set[str] = set()

    def anew(self) -> BaselineUse:
        """Return the same baseline for another run."""
        return BaselineUse(self._path, self._shown, self._baseline, self._found, self._selection)

    def watch(self, checked: Checked) -> Checked:
        """Note a file that was checked. In one that is not YAML nothing is looked for, so nothing is gone."""
        if checked.readable:
            self._readable.add(checked.path)
        return checked

    def left(self, result: LintResult) -> tuple[Finding, ...]:
        """Return what the baseline does not let be, of a few files in the middle of a run."""
        from callr_actions.linter.baseline.apply import without_known
        from callr_actions.linter.baseline.pages import CODES

        assert self._baseline is not None, "it is written in a run of its own"
        findings = without_known(result, self._baseline, self._run(())).findings
        return tuple(finding for finding in findings if finding.code not in CODES)

    def applied(
        self, result: LintResult, *, write: bool, whole: bool, everything: bool, fixer: Fixer | None
    ) -> LintResult:
        """Write the baseline if asked to, and return the result without what it lets be.

        Args:
            result: what was found.
            write: whether it is to let all of that be.
            whole: whether callr.yaml was checked.
            everything: whether the whole project was; then entries of files that are gone are not needed.
            fixer: takes what is too much out of the baseline.

        Raises:
            CallrActionsError: the file cannot be written.
        """
        if write:
            return self._write(result, whole=whole, everything=everything)
        return self._settle(result, whole=whole, everything=everything, fixer=fixer)

    def _settle(
        self, result: LintResult, *, whole: bool, everything: bool, fixer: Fixer | None
    ) -> LintResult:
        from callr_actions.linter.baseline.apply import without_known

        assert self._baseline is not None, "a missing one is refused, unless it is to be written"
        run = self._run(self._files(result, whole=whole, everything=everything))
        settled = without_known(result, self._baseline, run)
        return settled if fixer is None else self._fixed(settled, fixer)

    def _write(self, result: LintResult, *, whole: bool, everything: bool) -> LintResult:
        from callr_actions.atomic import write_atomic
        from callr_actions.linter.baseline.apply import entries_of, without_known
        from callr_actions.linter.baseline.reader import read_baseline
        from callr_actions.linter.baseline.writer import new_baseline, rewritten

        run = self._run(self._files(result, whole=whole, everything=everything))
        wanted = entries_of(result, self._baseline, run)
        present = self._baseline
        text = rewritten(present, wanted, run.names) if present else new_baseline(wanted, run.names)
        bom = present is not None and present.source.bom
        try:
            if present is None or text != present.source.text:
                write_atomic(self._path, ("\ufeff" if bom else "") + text)
        except OSError as error:
            from callr_actions.file_errors import unwritable

            raise unwritable(self._shown, error) from error
        settled = without_known(result, read_baseline(_parsed(self._shown, text)), run)
        say(self._written(settled))
        return settled

    def _written(self, settled: LintResult) -> str:
        count = settled.baselined
        text = f"{self._shown}: {count:,} finding{' counts' if count == 1 else 's count'} no more"
        setting = self._found.project.lint.baseline
        if setting is None or self._found.project.root / setting.text != self._path:
            text += f"; use it with `--baseline {self._shown}`, "
            text += f"or `lint: {{baseline: {self._shown}}}` in callr.yaml"
        return printable(MASKER.mask(text))

    def _fixed(self, settled: LintResult, fixer: Fixer) -> LintResult:
        """Take out what is too much, one edit for each finding that says so."""
        from callr_actions.language.source import Source

        assert self._baseline is not None
        before = self._baseline.source
        mended = [each for each in settled.findings if each.file == before.path and each.fix is not None]
        text = before.text
        for finding in reversed(mended):
            assert finding.fix is not None
            for edit in finding.fix.edits:
                text = text[: edit.span.start.offset] + edit.text + text[edit.span.end.offset :]
        fixer.take(self._path, before, Source(before.path, text, before.bom), len(mended))
        return settled._replace(findings=tuple(each for each in settled.findings if each not in mended))

    def _files(self, result: LintResult, *, whole: bool, everything: bool) -> frozenset[str]:
        """Return the files of which is known what is in them: nothing, where they are gone."""
        project = self._found.project
        files = self._readable - set(result.truncated)
        if whole:
            files.add(project.shown)
        if everything and self._baseline is not None:
            named = {entry.file for entry in self._baseline.entries}
            files |= {file for file in named if not (project.root / file).exists()}
        return frozenset(files)

    def _run(self, files: Collection[str]) -> Run:
        from callr_actions.cli import clock
        from callr_actions.cli.catalogue import pages
        from callr_actions.linter.baseline.apply import Run

        return Run(
            frozenset(files),
            self._found.project.shown,
            self._selection,
            {page.code: page.name for page in pages()},
            MASKER,
            clock.today(),
        )


def find_baseline(
    named: str | None, unused: bool, write: str | None, found: FoundProject, selection: Selection
) -> BaselineUse | None:
    """Return the baseline that holds: of `--write-baseline`, else of `--baseline`, else of callr.yaml.

    Raises:
        CallrActionsError: it is not there, or not as a baseline has to be.
    """
    if unused and (named is not None or write is not None):
        raise click.UsageError("--no-baseline goes neither with --baseline nor with --write-baseline")
    if write not in (None, _NO_FILE) and named is not None:
        raise click.UsageError("one file is enough: give it to --baseline or to --write-baseline")
    setting, root = found.project.lint.baseline, found.project.root
    place = None
    if named is None and write is not None and write != _NO_FILE:
        named = write
    if named is not None:
        path = Path(named).absolute()
    elif setting is not None and not unused:
        path, place = root / setting.text, str(setting.place)
    elif write is not None:
        path = root / DEFAULT_FILE
    else:
        return None
    shown = shown_path(str(path), root, Path.cwd())
    baseline = _read(path, shown) if path.exists() else None
    if baseline is None and write is None:
        raise CallrActionsError(
            f"there is no baseline `{shown}`" if place else "there is no such baseline",
            file=place or shown,
            hint="`callr-actions lint --write-baseline` writes it",
        )
    if baseline is None and path.suffix in (".yaml", ".yml") and path.is_relative_to(found.project.scenarios):
        raise CallrActionsError(
            "among the scenarios a baseline would be taken for one",
            file=shown,
            hint="put it into another folder, or give it a name that does not end in .yaml",
        )
    return BaselineUse(path, shown, baseline, found, selection)


def _read(path: Path, shown: str) -> Baseline:
    from callr_actions.language.document import read_document
    from callr_actions.linter.baseline.reader import WHAT, read_baseline

    return read_baseline(read_document(path, shown, what=WHAT))


def _parsed(shown: str, text: str) -> Document:
    from callr_actions.language.document import parse_document
    from callr_actions.language.source import Source
    from callr_actions.linter.baseline.reader import WHAT

    return parse_document(Source(shown, text), what=WHAT)
