"""Rules for what the reader of a YAML file has already found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from callr_actions.linter.rule import Effect, Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.explanation import Explanation
    from callr_actions.language.problem import ProblemKind
    from callr_actions.linter.context import Subject


def yaml_rule(kind: ProblemKind, page: Explanation) -> Rule:
    """Return the rule that reports the problems of one kind."""
    return Rule(page, partial(yaml_problems, kind), any_size=True)


def yaml_problems(kind: ProblemKind, subject: Subject) -> Iterator[Report]:
    """Yield the document's problems of one kind; what cannot be read cannot run."""
    for problem in subject.scenario.document.problems:
        if problem.kind is kind:
            correction = problem.correction
            mend = None if correction is None else Mend(correction.title, True, correction.edits)
            yield Report.at(
                problem, problem.message, Effect.BREAKS, help=problem.help, related=problem.related, mend=mend
            )
