"""CA408: calls out whose failure nobody looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.paths import SAME_LEG, PointKind, Way
from callr_actions.language.user_names import UseKind
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.steps import step_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.paths import Paths
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA408",
    name="unchecked-dial",
    summary="Steps follow a `dial@v1`, and nothing looks at whether somebody answered.",
    why="""\
A busy line, a timeout and a wrong number do not stop the run: it goes on with the next step as if all had
gone well. The result tells them apart, in `ok` and `cdr.status`. A variable that the answered branch sets
counts as looking. Callr's own examples leave the result unread, so this is only an info.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
      - action: say@v2
        params:
          what: Thank you for talking to us.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
        result: $dial
      - if: "!$dial.ok"
        action: say@v2
        params:
          what: Nobody is here right now.
""",
    fix="Store the result with `result: $dial` and branch on `$dial.ok`.",
)

# Steps that are as right after a call that failed.
_EITHER_WAY = ("hangup", "log")


def check(subject: Subject) -> Iterator[Report]:
    """Report each dial that a step follows, unless its outcome may reach an expression."""
    paths, names = subject.paths, subject.names
    if not names.complete or not any(facts.jumps.value for facts in paths.facts.values()):
        return
    from_outside = "api-initiated" in subject.scenario.branches
    followed = paths.leading_to(_assuming(paths), SAME_LEG)
    telling = paths.leading_to(_telling(subject))
    # What a branch would tell that is misspelt or chosen at run time is not known.
    lost = {jump.step for jump in subject.flow.jumps if jump.target not in paths.entries}
    for point, facts in paths.facts.items():
        step = paths.points[point].step
        if step is None or not facts.jumps.value or step in lost:
            continue
        if not any(edge.to in followed for edge in paths.edges[point] if edge.way in SAME_LEG):
            continue
        if step.result is not None and (from_outside or names.read_somewhere(step.result.value)):
            continue
        if any(edge.to in telling for edge in paths.edges[point] if edge.way is Way.ANSWER):
            continue
        advice = "store the result with `result: $dial` and look at `$dial.ok`"
        if step.result is not None:
            advice = f"look at `{step.result.value}.ok`"
        message = "the steps below run whether or not somebody answered"
        yield Report.at(step_mark(step), message, Effect.STYLE, help=advice)


def _assuming(paths: Paths) -> Iterator[int]:
    """Yield the actions that do more than hang up or log."""
    for index, point in enumerate(paths.points):
        action = point.step.action if point.kind is PointKind.ACTION and point.step is not None else None
        if action is not None and action.name not in _EITHER_WAY:
            yield index


def _telling(subject: Subject) -> Iterator[int]:
    """Yield the steps that set a variable which something reads."""
    for uses in subject.names.uses.values():
        if any(use.kind is UseKind.READ for use in uses):
            for use in uses:
                if use.kind is not UseKind.READ and use.step is not None:
                    yield subject.paths.steps[use.step]


RULE = Rule(PAGE, check)
