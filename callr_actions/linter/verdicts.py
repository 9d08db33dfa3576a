"""The adopted schema's verdicts, handed to the rules: each violation to exactly one of them.

Once Callr's own schema is adopted it alone decides what our facts decided before. A rule keeps its
code and its page, and reports the violations of its kind in place of what it finds by itself.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Alias
from callr_actions.linter.rule import Mend, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.language.adopted.violation import Violation
    from callr_actions.linter.context import Subject

_TITLES = {
    ViolationKind.ACTION: "use `{}`",
    ViolationKind.KEY: "rename it to `{}`",
    ViolationKind.PARAMETER: "rename it to `{}`",
}


def schema_first(
    kind: ViolationKind, check: Callable[[Subject], Iterator[Report]]
) -> Callable[[Subject], Iterator[Report]]:
    """Return a rule's check that leaves the decision to the adopted schema where there is one.

    Args:
        kind: the violations that are this rule's.
        check: what it does without a schema.
    """
    return partial(_schema_first, kind, check)


def _schema_first(
    kind: ViolationKind, check: Callable[[Subject], Iterator[Report]], subject: Subject
) -> Iterator[Report]:
    return check(subject) if subject.context.adopted is None else verdicts(kind, subject)


def verdicts(kind: ViolationKind, subject: Subject) -> Iterator[Report]:
    """Yield the violations of one kind; none where no schema is adopted."""
    for violation in subject.violations:
        if violation.kind is kind:
            yield _report(violation)


def _report(violation: Violation) -> Report:
    node, near, title = violation.node, violation.near, _TITLES.get(violation.kind)
    mend = None
    if near is not None and title is not None and not isinstance(node, Alias):
        mend = Mend(title.format(near), safe=False, edits=((node.start, node.end, near),))
    return Report.at(node, violation.message, Provenance.SCHEMA, help=violation.help, mend=mend)
