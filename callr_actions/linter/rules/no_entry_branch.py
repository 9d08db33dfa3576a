"""CA202: a scenario that nothing can start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.explanation import Explanation
from callr_actions.language.tree import Mapping, target
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA202",
    name="no-entry-branch",
    summary="The scenario has none of the branches with which a run starts.",
    why="""\
A call starts `inbound-call`, an SMS `inbound-sms`, a run through the API `api-initiated`. Any other name
is a branch that only `goto` or `answerOnBranch` reaches. Without one of the three nothing ever runs.
""",
    bad="""\
branches:
  incoming-call:
    actions:
      - action: say@v2
        params:
          what: Hello.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello.
""",
    fix="Name the branch that starts the scenario after what starts it.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report at `branches`, or at the whole file's start where there is none."""
    scenario = subject.scenario
    entries = subject.catalog.entry_branches
    if scenario.root is None or any(name in scenario.branches for name in entries):
        return
    allowed = ", ".join(f"`{name}`" for name in entries)
    key = scenario.entries.get("branches")
    if key is None:
        start = scenario.root.start
        yield Report(
            start,
            start,
            "no `branches`: nothing can start this scenario",
            Effect.BREAKS,
            help=f"add `branches` with at least one of {allowed}",
        )
        return
    if not isinstance(target(key.value), Mapping):
        return  # what it has to be is said by CA203
    for name, branch in scenario.branches.items():
        near = closest(name, entries)
        if near is not None:
            message = f"nothing starts `{name}`, nor any other branch here; did you mean `{near}`?"
            yield Report.at(branch.key, message, Effect.BREAKS)
            return
    yield Report.at(
        key.key,
        "no branch that a run can start with",
        Effect.BREAKS,
        help=f"name one of the branches {allowed}",
    )


RULE = Rule(PAGE, check)
