"""CA301: actions that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import OPENING
from callr_actions.language.finding import Provenance
from callr_actions.linter.rule import Mend, Report, Rule
from callr_actions.linter.verdicts import schema_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.scenario import ActionUse
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA301",
    name="unknown-action",
    summary="An action, or a version of one, that is not known.",
    why="""\
A name close to a known action is an error, and so is a version that a known action does not have. Callr
has more actions than its documentation shows: a name that is close to none is only a warning, and so is
a version below a known one. With Callr's own JSON Schema adopted the list is complete and all are errors.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: sya@v2
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
    fix="Use the action that is named, or adopt Callr's schema: `callr-actions schema use FILE`.",
)

_ADOPT = "if Callr has it, adopt Callr's JSON Schema: callr-actions schema use FILE"


def check(subject: Subject) -> Iterator[Report]:
    """Look every action up in the catalog."""
    for _, step in subject.scenario.steps:
        if step.action is not None and step.action.id not in subject.catalog.actions:
            yield _report(step.action, subject.catalog)


def _report(action: ActionUse, catalog: Catalog) -> Report:
    if OPENING in action.id:
        message = "an action is named as text; expressions are evaluated in `params` only"
        return Report.at(action.node, message, Provenance.INFERRED)
    if not action.name.strip():
        message = "an action is `name@vN`, such as `say@v2`; there is no name here"
        return Report.at(action.node, message, Provenance.DOCUMENTED)
    versions = catalog.versions(action.name)
    near = catalog.closest_action(action.name if action.version is None else action.id)
    mend = None
    if near is not None:
        mend = Mend(f"use `{near}`", safe=False, edits=((action.node.start, action.node.end, near),))
    complete = any(facts.provenance is Provenance.SCHEMA for facts in catalog.actions.values())
    if versions:
        known = ", ".join(f"`{action.name}@v{version}`" for version in versions)
        if action.version is None:
            message, weight = f"`{action.id}` names no version; write `{near}`", Provenance.DOCUMENTED
        else:
            older = action.version < versions[0] and not complete
            weight = Provenance.INFERRED if older else Provenance.DOCUMENTED
            message = f"`{action.id}` is not a known version of `{action.name}`"
        advice = None if action.version is None and len(versions) == 1 else f"known: {known}"
        return Report.at(action.node, message, weight, help=advice, mend=mend)
    if near is not None:
        message = f"there is no action `{action.id}`; did you mean `{near}`?"
        return Report.at(action.node, message, Provenance.DOCUMENTED, mend=mend)
    message = f"no action `{action.id}` is known"
    if complete:
        return Report.at(action.node, message, Provenance.SCHEMA)
    return Report.at(action.node, message, Provenance.INFERRED, help=_ADOPT)


RULE = Rule(PAGE, schema_first(ViolationKind.ACTION, check))
