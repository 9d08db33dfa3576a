"""CA302: actions that lack what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.explanation import Explanation
from callr_actions.linter.misplaced import misplaced_parameters
from callr_actions.linter.parameters import FaultKind
from callr_actions.linter.rule import Report, Rule
from callr_actions.linter.verdicts import schema_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA302",
    name="missing-parameter",
    summary="An action lacks a parameter that it needs.",
    why="""\
Without it the action has nothing to say, call or send. Callr's documentation marks few parameters as
required, so most of these are warnings: every published example gives them.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - timeout: 20
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
              timeout: 20
""",
    fix="Add the parameter below `params`.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each missing key at the step's action, or at the list item that lacks it."""
    misnamed = {
        (id(fault.step), (*fault.path[:-1], fault.near))
        for fault in subject.parameter_faults
        if fault.near is not None
    }
    for fault in subject.parameter_faults:
        # One that is there under another name, or in the wrong place, is reported where it stands.
        misplaced = {entry.name for entry in misplaced_parameters(fault.step, subject.catalog)}
        if (id(fault.step), fault.path) in misnamed or fault.path[0:1] in {(name,) for name in misplaced}:
            continue
        if fault.kind is FaultKind.MISSING:
            schema = fault.facts.parameter_schema(fault.path)
            yield Report.at(
                fault.node,
                f"`{fault.facts.id}` needs `{fault.name}`",
                fault.facts.provenance_of(fault.path, "required"),
                help=(schema or {}).get("description"),
            )


RULE = Rule(PAGE, schema_first(ViolationKind.MISSING, check))
