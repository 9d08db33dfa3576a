"""What came of one file and of a whole run, as values; put together without knowing any rule."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from callr_actions.language.finding import Finding, Severity
    from callr_actions.language.source import Source
    from callr_actions.linter.selection import Selection
    from callr_actions.linter.statistics import Statistic

# A file with more is broken in one way many times over; the rest would bury the first.
MOST_FINDINGS_PER_FILE = 1000
MOST_REPORTS_PER_RULE = 250


class Checked(NamedTuple):
    """What came of one file.

    Attributes:
        path: the file as findings name it.
        findings: as `lint_document` returns them.
        source: its text; None where nothing was found, because then nobody shows any of it.
        suppressed: how many findings comments have silenced.
        secrets: what stands in the file and no output may show.
        more: whether there were findings beyond the limits.
        readable: whether it is YAML; in a file that is not, most findings cannot be looked for.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    source: Source | None = None
    suppressed: int = 0
    secrets: frozenset[str] = frozenset()
    more: bool = False
    readable: bool = True


class LintResult(NamedTuple):
    """What a run of the linter found.

    Attributes:
        files: how many files were checked.
        findings: sorted by file, start and code, without duplicates.
        sources: the text of each file that has findings, by its path as shown.
        truncated: files with more findings than are kept.
        suppressed: how many findings comments in the files have silenced.
        paths: the files that were checked, in that order; formats that report clean files need them.
        secrets: what stands in the files and no output may show.
        statistics: the findings counted by code, where that was asked for.
        baselined: how many findings a baseline lets be.
    """

    files: int
    findings: tuple[Finding, ...]
    sources: Mapping[str, Source]
    truncated: tuple[str, ...] = ()
    suppressed: int = 0
    paths: tuple[str, ...] = ()
    secrets: frozenset[str] = frozenset()
    statistics: tuple[Statistic, ...] | None = None
    baselined: int = 0

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def fails(self, at_least: Severity) -> bool:
        """Return whether a finding is that bad or worse."""
        return any(finding.severity.at_least(at_least) for finding in self.findings)


def gather(
    outcomes: Iterable[Checked],
    selection: Selection,
    *,
    further: Iterable[Finding] = (),
    further_sources: Iterable[Source] = (),
) -> LintResult:
    """Put together what came of the files.

    Args:
        outcomes: one for each file; read one at a time, so that an iterator keeps memory flat.
        selection: which of the further findings count.
        further: findings about the project file and about discovery, to be put among the others.
        further_sources: the texts that those findings are about.
    """
    findings = {finding for finding in further if selection.includes(finding.code, finding.name)}
    sources = {source.path: source for source in further_sources}
    truncated: list[str] = []
    paths: list[str] = []
    secrets: set[str] = set()
    suppressed = 0
    with _collector_off():
        for outcome in outcomes:
            paths.append(outcome.path)
            suppressed += outcome.suppressed
            secrets.update(outcome.secrets)
            if outcome.source is not None:
                sources[outcome.path] = outcome.source
            findings.update(outcome.findings)
            if outcome.more:
                truncated.append(outcome.path)
    ordered = tuple(sorted(findings, key=order))
    return LintResult(
        len(paths), ordered, sources, tuple(truncated), suppressed, tuple(paths), frozenset(secrets)
    )


def order(finding: Finding) -> tuple[str, int, str, int, str]:
    """Return what findings are sorted by."""
    return finding.sort_key


@contextmanager
def _collector_off() -> Iterator[None]:
    """Trees hold no cycles, and the collector walking them makes parsing four times slower."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
