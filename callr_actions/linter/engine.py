"""Documents in, findings out: runs the rules, sorts once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from callr_actions.language.scenario_reader import read_scenario
from callr_actions.linter.context import LONGEST_ANALYSED, LintContext, Subject
from callr_actions.linter.result import (
    MOST_FINDINGS_PER_FILE,
    MOST_REPORTS_PER_RULE,
    Checked,
    LintResult,
    gather,
    order,
)
from callr_actions.linter.rules import RULES
from callr_actions.linter.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source
    from callr_actions.linter.rule import Report
    from callr_actions.linter.suppression import IgnoredCode, Suppression

__all__ = [
    "MOST_FINDINGS_PER_FILE",
    "MOST_REPORTS_PER_RULE",
    "LintResult",
    "check_document",
    "lint_document",
    "lint_documents",
]


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


def check_document(document: Document, context: LintContext, selection: Selection) -> Checked:
    """Run the rules over one parsed file and hold the findings against its comments."""
    source = document.source
    subject = Subject(read_scenario(document), context)
    too_long = len(source.text) > LONGEST_ANALYSED
    counted = _counted(selection.for_file(source.path), too_long=too_long)
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
    kept = tuple(sorted(found, key=order)[:MOST_FINDINGS_PER_FILE])
    return Checked(
        source.path,
        kept,
        source if kept else None,
        suppressed,
        frozenset(secrets),
        more,
        readable=document.root is not None,
    )


@lru_cache(maxsize=64)
def _counted(selection: Selection, *, too_long: bool) -> frozenset[str]:
    """Return the codes of the rules that count for a file of that size."""
    return frozenset(
        listed.code
        for listed in RULES
        if selection.includes(listed.code, listed.name) and (not too_long or listed.rule.any_size)
    )


def _idle(subject: Subject, used: Collection[IgnoredCode], counted: Collection[str]) -> Iterator[Finding]:
    """Yield what there is to say of comments that silenced nothing."""
    from callr_actions.linter.rules import unused_suppression  # noqa: PLC0415 - few files have comments for us

    rule, source = unused_suppression.RULE, subject.scenario.source
    if rule.code in counted:
        known = {listed.code: listed.name for listed in RULES}
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
            code
            for each in suppressions
            if (code := each.silences(finding.code, finding.name, start)) is not None
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
    outcomes = (check_document(document, context, selection) for document in documents)
    return gather(outcomes, selection, further=further, further_sources=further_sources)


def _as_written(report: Report, secret: str, source: Source) -> Iterator[str]:
    """Yield a secret as YAML reads it, and line by line as it stands in the file."""
    yield secret
    for line in source.text[report.start : report.end].splitlines():
        yield line.strip()
