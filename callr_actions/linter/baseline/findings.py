"""What is to be said about a baseline itself: entries whose day is over, and such as allow too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.finding import Confidence, Edit, Finding, Fix, Severity
from callr_actions.linter.baseline.pages import EXPIRED, UNUSED
from callr_actions.linter.baseline.writer import shrunk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.explanation import Explanation
    from callr_actions.language.source import Span
    from callr_actions.language.tree import Node
    from callr_actions.linter.baseline.entries import Baseline, Entry
    from callr_actions.linter.baseline.matching import Matched, Slack


def baseline_findings(baseline: Baseline, matched: Matched) -> Iterator[Finding]:
    """Yield a warning for each day that is over, and an info for each entry that allows too much.

    The day of the defaults is one place, however many entries go by it.
    """
    days: dict[int, tuple[Node, list[Entry]]] = {}
    for entry in matched.expired:
        terms = baseline.expires(entry)
        assert terms.expires_node is not None
        days.setdefault(terms.expires_node.start, (terms.expires_node, []))[1].append(entry)
    for node, entries in days.values():
        yield _expired(baseline, node, entries)
    for slack in matched.slack:
        yield _unused(baseline, slack)


def _expired(baseline: Baseline, node: Node, entries: list[Entry]) -> Finding:
    entry = entries[0]
    if len(entries) == 1:
        what = f"what is {entry.code} in `{entry.file}` counts again"
    else:
        what = f"the findings of {len(entries):,} entries count again"
    owners = sorted({owner for entry in entries if (owner := entry.terms.owner or baseline.defaults.owner)})
    with_owners = f" with {', '.join(owners)}" if owners else ""
    return _finding(
        EXPIRED,
        Severity.WARNING,
        baseline.source.span(node.start, node.end),
        baseline.source.path,
        f"this was the last day; {what}",
        advice=f"mend them, or agree on a later day{with_owners}",
    )


def _unused(baseline: Baseline, slack: Slack) -> Finding:
    entry, present = slack
    count = entry.node.get("count")
    assert count is not None
    if present:
        title = f"lower the count to {len(present):,}"
        there = f"only {len(present):,} {'is' if len(present) == 1 else 'are'} left"
        message = f"{entry.allowed:,} {entry.code} are allowed in `{entry.file}`; {there}"
    else:
        title = "delete the entry"
        message = f"nothing in `{entry.file}` is {entry.code} any more"
    finding = _finding(
        UNUSED,
        Severity.INFO,
        baseline.source.span(count.value.start, count.value.end),
        baseline.source.path,
        message,
        advice="`callr-actions fix` or `callr-actions lint --write-baseline` does it",
    )
    edit = shrunk(baseline, entry, present)
    if edit is None:
        return finding
    start, end, text = edit
    span = baseline.source.span(start, end)
    return finding._replace(fix=Fix(title, safe=True, edits=(Edit(span, text),)))


def _finding(
    page: Explanation, severity: Severity, span: Span, file: str, message: str, *, advice: str
) -> Finding:
    return Finding(
        code=page.code,
        name=page.name,
        severity=severity,
        confidence=Confidence.CERTAIN,
        file=file,
        span=span,
        message=message.replace("\n", "\\n"),
        help=advice.replace("\n", "\\n"),
        docs=f"docs/rules/{page.code}.md",
    )
