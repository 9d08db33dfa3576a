"""CA303: parameters that an action is not known to have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import OPENING
from callr_actions.language.facts import Tolerance
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Scalar, descend, target, types_of
from callr_actions.linter.parameters import FaultKind
from callr_actions.linter.rule import Mend, Report, Rule
from callr_actions.linter.verdicts import schema_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject
    from callr_actions.linter.parameters import ParameterFault

PAGE = Explanation(
    code="CA303",
    name="unknown-parameter",
    summary="A parameter that the action is not known to have.",
    why="""\
A misspelt parameter is most likely ignored, and the action runs without it. Callr's documentation names
only some parameters of each action: one close to a known name is a warning, another an info. Actions
that are known by name only take any. With Callr's own JSON Schema adopted, all are errors.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params:
          maxDigit: 1
          prompt:
            what: Press a key.
        result: $key
      - action: log@v1
        params:
          message: ${{ $key.digits.length }} keys were pressed.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params:
          maxDigits: 1
          prompt:
            what: Press a key.
        result: $key
      - action: log@v1
        params:
          message: ${{ $key.digits.length }} keys were pressed.
""",
    fix="Use the known name, or delete the parameter.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each unknown key of `params` and of the maps inside it."""
    for fault in subject.parameter_faults:
        if fault.kind is FaultKind.UNKNOWN:
            yield _report(fault)


def _report(fault: ParameterFault) -> Report:
    owner = f"`{fault.facts.id}`"
    if len(fault.path) > 1:
        above, item = fault.path[:-1], ""
        if isinstance(above[-1], int):
            above, item = above[:-1], "an item of "
        owner = f"{item}`{fault._replace(path=above).name}` of {owner}"
    name = fault.path[-1]
    closed = fault.facts.tolerance is Tolerance.CLOSED
    if fault.near is not None:
        mend = Mend(f"rename it to `{fault.near}`", False, ((fault.node.start, fault.node.end, fault.near),))
        return Report.at(
            fault.node,
            f"{owner} has no known parameter `{name}`; did you mean `{fault.near}`?",
            Provenance.SCHEMA if closed else Provenance.INFERRED,
            mend=mend if _fits(fault) else None,
        )
    known = ", ".join(f"`{each}`" for each in fault.limit)
    return Report.at(
        fault.node,
        f"{owner} has no known parameter `{name}`",
        Provenance.SCHEMA if closed else Provenance.ASSUMED,
        help=f"known: {known}" if known else "none is known",
    )


def _fits(fault: ParameterFault) -> bool:
    """Whether the parameter that is meant takes the value that is given."""
    assert fault.near is not None
    schema = fault.facts.parameter_schema((*fault.path[:-1], fault.near)) or {}
    stated = schema.get("type", ())
    types = {stated} if isinstance(stated, str) else set(stated)
    value = descend(fault.step.params, fault.path) if fault.step.params is not None else None
    if value is None or not types:
        return True
    found = target(value)
    return bool(types_of(value) & types) or (isinstance(found, Scalar) and OPENING in found.value)


RULE = Rule(PAGE, schema_first(ViolationKind.PARAMETER, check))
