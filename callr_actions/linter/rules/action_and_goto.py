"""CA206: more than one thing to do in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.linter.rule import Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA206",
    name="action-and-goto",
    summary="A step has two of `action`, `then` and `goto`.",
    why="""\
In which order they run, or whether all of them do, is not documented, and no published example has two in
one step. callr-actions assumes the action first, then the steps of `then`, then the jump. In steps of
their own the order is the one that is written.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Goodbye.
        goto:
          branch: closing
  closing:
    actions:
      - action: hangup@v1
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Goodbye.
      - goto:
          branch: closing
  closing:
    actions:
      - action: hangup@v1
""",
    fix="Write one step for each; where an `if` guards them all, put the steps into its `then`.",
)

_EXCLUSIVE = ("action", "then", "goto")


def check(subject: Subject) -> Iterator[Report]:
    """Report the later of two such keys and show the first."""
    for _, step in subject.scenario.steps:
        first, *others = sorted(
            (step.entries[name].key.start, name) for name in _EXCLUSIVE if name in step.entries
        ) or [(0, "")]
        for _, name in others:
            one = step.entries[first[1]].key
            yield Report.at(
                step.entries[name].key,
                f"`{name}` and `{first[1]}` in one step: their order is not documented",
                Provenance.ASSUMED,
                help="put both as steps of their own into `then`"
                if step.condition is not None
                else f"write `{name}` as a step of its own",
                related=((one.start, one.end, f"`{first[1]}` is here"),),
            )


RULE = Rule(PAGE, check)
