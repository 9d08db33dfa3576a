"""Holding findings against a baseline: which ones are known, and what of it no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from callr_actions.language.finding import Finding
    from callr_actions.linter.baseline.entries import Baseline, Entry

# A finding and its fingerprint.
Printed = tuple["Finding", str]


class Slack(NamedTuple):
    """An entry that allows more than there is, with the fingerprints of what there is."""

    entry: Entry
    present: tuple[str, ...]


class Matched(NamedTuple):
    """What came of holding findings against a baseline.

    Attributes:
        known: the findings that an entry lets be.
        expired: entries whose findings count again because their day is over.
        slack: entries that allow more findings than there are.
    """

    known: frozenset[Finding]
    expired: tuple[Entry, ...]
    slack: tuple[Slack, ...]


def match(
    baseline: Baseline, findings: Iterable[Printed], *, today: date, checked: Callable[[str, str], bool]
) -> Matched:
    """Find the entry of each finding.

    Within an entry, findings whose fingerprint it has come first, then others while its count allows. So an
    edited line needs no new baseline, and one finding more than there were is always reported.

    Args:
        baseline: the known findings.
        findings: what was found and no comment silences, sorted, with fingerprints.
        today: an entry holds up to and on its last day.
        checked: whether this run looked for a code in a file; of other entries nothing can be said.
    """
    groups = by_entry(findings)
    known: set[Finding] = set()
    expired: list[Entry] = []
    slack: list[Slack] = []
    for entry in baseline.entries:
        found = groups.get(entry.key, [])
        last = baseline.expires(entry).expires
        if last is not None and last < today and found:
            expired.append(entry)
            continue
        exact = [each for each in found if each[1] in entry.fingerprints]
        others = [each for each in found if each[1] not in entry.fingerprints]
        matched = [*exact, *others[: max(entry.allowed - len(exact), 0)]]
        known.update(finding for finding, _ in matched)
        if len(matched) < entry.allowed and checked(*entry.key):
            slack.append(Slack(entry, tuple(sorted(fingerprint for _, fingerprint in matched))))
    return Matched(frozenset(known), tuple(expired), tuple(slack))


def by_entry(findings: Iterable[Printed]) -> Mapping[tuple[str, str], Sequence[Printed]]:
    """Return findings by file and code."""
    groups: dict[tuple[str, str], list[Printed]] = {}
    for each in findings:
        groups.setdefault((each[0].file, each[0].code), []).append(each)
    return groups
