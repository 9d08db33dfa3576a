"""CA403: steps that no run gets to, because the step above always leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.steps import goto_mark, step_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.paths import Paths
    from callr_actions.language.scenario import Step
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA403",
    name="unreachable-step",
    summary="A step stands behind one that always leaves its list of steps.",
    why="""\
`goto` does not come back and `hangup@v1` ends the branch, so what stands below one in the same list never
runs. The same holds below an `if` whose `then` and `else` both leave. Only the first such step of a list
is reported; a step that leaves on a condition is fine.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: hangup@v1
      - action: log@v1
        params:
          message: A call came in.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: log@v1
        params:
          message: A call came in.
      - action: hangup@v1
""",
    fix="Move the step above the one that leaves, give that one an `if`, or delete the step.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Look at every list of steps that a run can get to, outer ones first."""
    flow, paths = subject.flow, subject.paths
    for branch in subject.scenario.branches.values():
        if not flow.contexts.get(branch.name) and not paths.open_ended:
            continue  # the whole branch is reported
        lists = [branch.steps]
        while lists:
            steps = lists.pop()
            kept, dead = _split(steps, paths)
            if dead is not None:
                yield _report(kept[-1], dead)
            lists.extend(listed.steps for step in reversed(kept) for listed in reversed(step.lists))


def _split(steps: tuple[Step, ...], paths: Paths) -> tuple[list[Step], Step | None]:
    """Return the steps up to one that always leaves, and the first behind it that is not empty."""
    kept: list[Step] = []
    for step in steps:
        if step.mapping is None:
            continue
        if kept and kept[-1] in paths.leaving:
            return kept, step
        kept.append(step)
    return kept, None


def _report(leaving: Step, dead: Step) -> Report:
    facts_end = leaving.goto is None and leaving.action is not None and not leaving.lists
    if facts_end:
        assert leaving.action is not None
        message = f"this never runs: `{leaving.action.id}` above it ends the branch"
    elif leaving.goto is not None:
        message = "this never runs: the `goto` above it does not come back"
    else:
        message = "this never runs: every way through the step above it leaves the branch"
    cause = goto_mark(leaving)
    return Report.at(
        step_mark(dead),
        message,
        Effect.CAN_BREAK,
        related=((cause.start, cause.end, "the run leaves here"),),
    )


RULE = Rule(PAGE, check)
