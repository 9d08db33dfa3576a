"""CA205: `then` or `else` in a step without `if`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.linter.rule import Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA205",
    name="then-without-if",
    summary="A step has `then` or `else` but no `if`.",
    why="""\
`then` holds the steps to run when the step's condition holds, and every published example has both. Without
`if` Callr may refuse the script, always run the steps, or never. Often a dash in front of `then` has cut it
off from its `if`.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - then:
          - action: hangup@v1
""",
    good="""\
branches:
  inbound-call:
    actions:
      - if: call.fromNumber === ''
        then:
          - action: hangup@v1
""",
    fix="Add the `if`, or move the steps out of `then`.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each key that the facts want beside an `if`."""
    needy = {
        name: facts.beside.provenance
        for name, facts in subject.catalog.structure.step_keys.items()
        if facts.beside is not None and facts.beside.value == "if"
    }
    for _, step in subject.scenario.steps:
        if "if" in step.entries:
            continue
        for name, weight in needy.items():
            if name in step.entries:
                yield Report.at(
                    step.entries[name].key,
                    f"`{name}` without `if`: nothing says when its steps run",
                    weight,
                    help="add `if`, or write the steps without it",
                )


RULE = Rule(PAGE, check)
