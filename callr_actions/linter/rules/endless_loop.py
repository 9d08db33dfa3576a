"""CA404: `goto`s that go round for ever."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from callr_actions.javascript.model import Access
from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.language.loops import find_loops
from callr_actions.language.path_finder import truth
from callr_actions.language.paths import PointKind
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.steps import goto_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from callr_actions.javascript.model import Analysis
    from callr_actions.language.expressions import Expression
    from callr_actions.language.loops import Loop
    from callr_actions.language.scenario import Step
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA404",
    name="endless-loop",
    summary="A loop of `goto`s in which nothing waits and that cannot end.",
    why="""\
The run turns in circles as fast as the platform lets it and never gets to the caller again; how the
platform stops it is not documented. A loop without any way out is an error. One whose only ways out
depend on variables that nothing in it changes is a warning: once it goes round, it goes round for ever.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: log@v1
        params:
          message: Nobody is here yet.
      - goto:
          branch: inbound-call
""",
    good="""\
variables:
  $tries: 0
branches:
  inbound-call:
    actions:
      - action: javascript@v1
        params:
          code: $tries = $tries + 1
      - action: log@v1
        params:
          message: Nobody is here yet.
      - if: $tries < 3
        goto:
          branch: inbound-call
""",
    fix="Count the rounds in a `$variable` and leave at a limit, or jump to another branch.",
)

# Predefined variables that stay as they are while no time passes.
_STILL = ("call", "sms", "run", "scenario", "app", "recording")


def check(subject: Subject) -> Iterator[Report]:
    """Look at the loops that are left when the actions that wait, or may wait, are taken out."""
    paths = subject.paths
    starts = paths.entries.values() if paths.open_ended else paths.starts
    quick = {
        point
        for point in paths.reach(starts)
        if paths.points[point].kind is not PointKind.ACTION or _is_quick(subject, point)
    }
    of_step: Mapping[Step, list[Expression]] = defaultdict(list)
    for expression in subject.expressions:
        if expression.step is not None:
            of_step[expression.step].append(expression)
    for loop in find_loops(paths, quick):
        closing = goto_mark(loop.gotos[-1])
        related = tuple((mark.start, mark.end, "by way of here") for mark in map(goto_mark, loop.gotos[:-1]))
        limit = subject.catalog.limits.get("gotos-without-wait")
        advice = "count the rounds in a variable and leave at a limit"
        if limit is not None:
            advice += f"; the simulator stops after {limit.value:,.0f} gotos without a wait"
        if loop.endless:
            message = "this goes round for ever: nothing on the way waits or leaves"
            yield Report.at(closing, message, Effect.BREAKS, help=advice, related=related)
        elif _never_changes(subject, loop, of_step):
            message = "this goes round for ever once it is taken: nothing on the way changes a condition"
            yield Report.at(closing, message, Effect.CAN_BREAK, help=advice, related=related)


def _is_quick(subject: Subject, point: int) -> bool:
    """Return whether an action is known, and known not to wait."""
    facts = subject.paths.facts.get(point)
    return facts is not None and not facts.waits.value and facts.waits.provenance is not Provenance.ASSUMED


def _never_changes(subject: Subject, loop: Loop, of_step: Mapping[Step, list[Expression]]) -> bool:
    """Return whether every condition of the loop comes to the same each time."""
    changed: set[str] = set()
    conditions: list[Analysis] = []
    for point in (subject.paths.points[index] for index in loop.points):
        step = point.step
        if step is None:
            continue
        if point.kind is PointKind.STEP:
            found = [each.analysis for each in of_step[step] if each.scalar is step.condition]
            if not found and truth(step) is None:
                return False
            conditions.extend(found)
        elif point.kind is PointKind.ACTION:
            if step.result is not None:
                changed.add(step.result.value)
            for expression in of_step[step]:
                if expression.scalar is not step.condition:
                    changed.update(_written(expression.analysis))
                    if expression.analysis.skipped:
                        return False
    return all(_is_still(analysis, changed) for analysis in conditions)


def _written(analysis: Analysis) -> set[str]:
    # What is called or reached through a member may change inside: `$list.push(1)`, `$x.y = 1`.
    return {each.name for each in analysis.references if each.access is not Access.READ or each.members}


def _is_still(analysis: Analysis, changed: set[str]) -> bool:
    if analysis.skipped or analysis.fault is not None:
        return False
    return all(
        each.access is Access.READ
        and each.name not in changed
        and (each.name.startswith("$") or each.name in _STILL or each.name == "undefined")
        for each in analysis.references
    )


RULE = Rule(PAGE, check)
