"""CA204: steps that do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.explanation import Explanation
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.scenario import Step
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA204",
    name="step-without-effect",
    summary="A step has neither `action` nor `goto` nor `then`.",
    why="""\
Nothing happens there. `params` or `result` without an `action` is most often a dash too many: the step above
ends at the dash, and its parameters start a step of their own, so the action above runs without them.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: answer@v1
      - params:
          what: Hello.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: answer@v1
      - action: say@v2
        params:
          what: Hello.
""",
    fix="Add the `action`, delete the dash that split the step, or delete the step.",
)

_EFFECTS = ("action", "goto", "then", "else")
_OF_AN_ACTION = ("params", "result", "events")


def check(subject: Subject) -> Iterator[Report]:
    """Report each mapping among steps without a key that does something."""
    before: Step | None = None
    for _, step in subject.scenario.steps:
        if step.mapping is not None and not step.entries.keys() & set(_EFFECTS):
            report = _report(step, before, subject)
            if report is not None:
                yield report
        before = step


def _report(step: Step, before: Step | None, subject: Subject) -> Report | None:
    unknown = [name for name in step.entries if name not in subject.catalog.structure.step_keys]
    if any(closest(name, _EFFECTS) for name in unknown):
        return None  # a slip in a key; the rule for unknown keys names the right one
    lost = [name for name in _OF_AN_ACTION if name in step.entries]
    if not lost:
        message = "this step does nothing"
        if "if" in step.entries:
            message = "nothing depends on this `if`: the step has no `action`, `goto` or `then`"
        return Report.at(step.node, message, Effect.CAN_BREAK)
    key = step.entries[lost[0]].key
    advice = "add the action"
    related: tuple[tuple[int, int, str], ...] = ()
    if (
        before is not None
        and before.action is not None
        and _beside(before, step)
        and lost[0] not in before.entries
    ):
        advice = "if it belongs to the step above, delete the dash"
        action = before.action
        related = ((action.node.start, action.node.end, f"`{action.id}` has no `{lost[0]}`"),)
    message = f"`{lost[0]}` stands in a step without `action`: nothing uses it"
    return Report.at(key, message, Effect.BREAKS, help=advice, related=related)


def _beside(before: Step, step: Step) -> bool:
    """Return whether two steps stand in the same list."""
    return before.path[:-1] == step.path[:-1]


RULE = Rule(PAGE, check)
