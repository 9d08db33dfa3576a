"""A baseline and the result of a run together: what is left, what it is to say from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.linter.baseline.findings import baseline_findings
from callr_actions.linter.baseline.matching import Printed, by_entry, match
from callr_actions.linter.baseline.pages import CODES
from callr_actions.linter.baseline.writer import Wanted
from callr_actions.linter.fingerprint import fingerprints
from callr_actions.linter.outputs.masked import masked_result
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from callr_actions.language.finding import Finding
    from callr_actions.linter.baseline.entries import Baseline
    from callr_actions.linter.result import LintResult
    from callr_actions.linter.selection import Selection
    from callr_actions.masking import Masker


class Run(NamedTuple):
    """What a run of the linter has looked at.

    Attributes:
        files: the files that were checked, and those that are gone.
        project_file: callr.yaml as findings name it. Nothing in it counts while it has errors, so those
            cannot wait.
        selection: which rules counted.
        names: every code with its name.
        masker: knows the secrets of the process.
        today: the day on which the run takes place.
    """

    files: frozenset[str]
    project_file: str
    selection: Selection
    names: Mapping[str, str]
    masker: Masker
    today: date

    def checked(self, file: str, code: str) -> bool:
        """Return whether the run looked for a code in a file."""
        return file in self.files and self.selection.for_file(file).includes(code, self.names.get(code, ""))

    def can_wait(self, finding: Finding) -> bool:
        """Return whether a baseline may let a finding be."""
        return finding.code not in CODES and not (
            finding.file == self.project_file and finding.severity is Severity.ERROR
        )


def without_known(result: LintResult, baseline: Baseline, run: Run) -> LintResult:
    """Return the result without what the baseline lets be, and with what is to be said about the baseline.

    Comments in the files come first: what they silence needs no entry and uses up none.
    """
    matched = match(baseline, _printed(result, run), today=run.today, checked=run.checked)
    said = tuple(
        finding
        for finding in baseline_findings(baseline, matched)
        if run.selection.includes(finding.code, finding.name)
    )
    left = [finding for finding in result.findings if finding not in matched.known]
    findings = tuple(sorted((*left, *said), key=lambda finding: finding.sort_key))
    sources = {**result.sources, baseline.source.path: baseline.source} if said else result.sources
    return result._replace(findings=findings, sources=sources, baselined=len(matched.known))


def entries_of(result: LintResult, baseline: Baseline | None, run: Run) -> Mapping[tuple[str, str], Wanted]:
    """Return what a baseline has to say so that nothing in the result counts, by file and code.

    Entries for files and codes that this run has not looked at stay what they are.
    """
    kept = {
        entry.key: Wanted(entry.allowed, entry.fingerprints)
        for entry in (baseline.entries if baseline is not None else ())
        if not run.checked(*entry.key)
    }
    found = {
        key: Wanted(len(group), tuple(sorted(fingerprint for _, fingerprint in group)))
        for key, group in by_entry(_printed(result, run)).items()
    }
    return kept | found


def _printed(result: LintResult, run: Run) -> list[Printed]:
    """Return the findings that a baseline can know, with their fingerprints."""
    masker = run.masker.with_more(result.secrets)
    prints = fingerprints(masked_result(result, masker), masker)
    return [pair for pair in zip(result.findings, prints, strict=True) if run.can_wait(pair[0])]
