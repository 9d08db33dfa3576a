"""Documents in, findings out: runs the rules, sorts once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from callr_actions.language.scenario_reader import read_scenario
from callr_actions.linter.context import LONGEST_ANALYSED, LintContext, Subject
from callr_actions.linter.rules import RULES
from callr_actions.linter.selection import Selection
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding, Severity
    from callr_actions.language.source import Source
    from callr_actions.linter.rule import Report
    from callr_actions.linter.statistics import Statistic
    from callr_actions.linter.suppression import IgnoredCode, Suppression

# A file with more is broken in one way many times over; the rest would bury the first.
MOST_FINDINGS_PER_FILE = 1000
MOST_REPORTS_PER_RULE = 250


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


def lint_document(
    document: Document,
    context: LintContext | None = None,
    selection: Selection | None = None,
) -> tuple[Finding, ...]:
    """Check one parsed file.

    Args:
        document: the file.
        context: the facts to check against.
        selection: which rules count.

    Returns:
        Its findings, sorted by start and code, without duplicates: of each rule the first
        `MOST_REPORTS_PER_RULE`, of all together the first `MOST_FINDINGS_PER_FILE`.
    """
    return check_document(document, context or LintContext(), selection or Selection()).findings


class Checked(NamedTuple):
    """What came of one file.

    Attributes:
        findings: as `lint_document` returns them.
        suppressed: how many findings comments have silenced.
        secrets: what stands in the file and no output may show.
        more: whether there were findings beyond the limits.
    """

    findings: tuple[Finding, ...]
    suppressed: int = 0
    secrets: frozenset[str] = frozenset()
    more: bool = False


def check_document(document: Document, context: LintContext, selection: Selection) -> Checked:
    """Run the rules over one parsed file and hold the findings against its comments."""
    source = document.source
    subject = Subject(read_scenario(document), context)
    chosen = selection.for_file(source.path)
    too_long = len(source.text) > LONGEST_ANALYSED
    counted = {
        listed.code
        for listed in RULES
        if chosen.includes(listed.code, listed.name) and (not too_long or listed.rule.any_size)
    }
    found: set[Finding] = set()
    secrets: set[str] = set()
    more = False
    for listed in RULES:
        if not listed.may_report(subject):
            continue
        rule = listed.rule
        # A secret is hidden from the source lines of other findings also where its own does not count.
        counts = rule.code in counted
        if not counts and not rule.finds_secrets:
            continue
        # Distinct ones: what an alias stands for is reported again wherever the alias stands.
        reports: set[Report] = set()
        for report in rule.check(subject):
            if report.secret is not None:  # every secret is to be known, however many there are
                secrets.update(_as_written(report, report.secret, source))
            if len(reports) == MOST_REPORTS_PER_RULE and report not in reports:
                more = more or counts
                if not rule.finds_secrets:
                    break
                continue
            reports.add(report)
        if counts:
            found.update(rule.finding(report, source) for report in reports)
    suppressed = 0
    if subject.suppressions:
        left, used = _suppressed(found, subject.suppressions)
        suppressed, found = len(found) - len(left), left
        found.update(_idle(subject, used, counted))
    more = more or len(found) > MOST_FINDINGS_PER_FILE
    kept = tuple(sorted(found, key=_order)[:MOST_FINDINGS_PER_FILE])
    return Checked(kept, suppressed, frozenset(secrets), more)


def _idle(subject: Subject, used: Collection[IgnoredCode], counted: Collection[str]) -> Iterator[Finding]:
    """Yield what there is to say of comments that silenced nothing."""
    from callr_actions.linter.rules import unused_suppression  # noqa: PLC0415 - few files have comments for us

    rule, source = unused_suppression.RULE, subject.scenario.source
    if rule.code in counted:
        known = {listed.code for listed in RULES}
        for report in unused_suppression.unused(source, subject.suppressions, used, counted, known):
            yield rule.finding(report, source)


def _suppressed(
    findings: Iterable[Finding], suppressions: Iterable[Suppression]
) -> tuple[set[Finding], set[IgnoredCode]]:
    """Return the findings that no comment silences, and the codes in comments that silenced one."""
    left: set[Finding] = set()
    used: set[IgnoredCode] = set()
    for finding in findings:
        start = finding.span.start.offset
        silencing = [
            code for each in suppressions if (code := each.silences(finding.code, start)) is not None
        ]
        used.update(silencing)
        if not silencing:
            left.add(finding)
    return left, used


def lint_documents(
    documents: Iterable[Document],
    context: LintContext | None = None,
    selection: Selection | None = None,
    *,
    further: Iterable[Finding] = (),
    further_sources: Iterable[Source] = (),
) -> LintResult:
    """Check many files.

    Args:
        documents: the files; read one at a time, so that an iterator keeps memory flat.
        context: the facts to check against.
        selection: which rules count.
        further: findings about the project file and about discovery, to be put among the others.
        further_sources: the texts that those findings are about.
    """
    context, selection = context or LintContext(), selection or Selection()
    findings = {finding for finding in further if selection.includes(finding.code, finding.name)}
    sources = {source.path: source for source in further_sources}
    truncated: list[str] = []
    paths: list[str] = []
    secrets: set[str] = set()
    suppressed = 0
    with _collector_off():
        for document in documents:
            paths.append(document.source.path)
            found, silenced, hidden, more = check_document(document, context, selection)
            suppressed += silenced
            secrets.update(hidden)
            if found:
                sources[document.source.path] = document.source
                findings.update(found)
            if more:
                truncated.append(document.source.path)
    ordered = tuple(sorted(findings, key=_order))
    return LintResult(
        len(paths), ordered, sources, tuple(truncated), suppressed, tuple(paths), frozenset(secrets)
    )


def _as_written(report: Report, secret: str, source: Source) -> Iterator[str]:
    """Yield a secret as YAML reads it, and line by line as it stands in the file."""
    yield secret
    for line in source.text[report.start : report.end].splitlines():
        yield line.strip()


def _order(finding: Finding) -> tuple[str, int, str, int, str]:
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
