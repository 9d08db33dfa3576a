"""CA306: an action in an older version than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import merged_entries
from callr_actions.linter.rule import Report, Rule
from callr_actions.linter.scalar_text import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.facts import ActionFacts
    from callr_actions.language.scenario import Step
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA306",
    name="outdated-version",
    summary="An action is used in an older version although a newer one is known.",
    why="""\
Old versions live on beside new ones, so nothing breaks today. Callr's current pages show the newest version
only: what is documented of parameters and results holds for that one. Before changing it, compare what the
step reads from its result.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v1
        params:
          url: https://example.com/calls
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/calls
""",
    fix="Write the newer version and test the steps that use its result.",
)

# How the existence of the old version is known: one that is not even documented may be gone.
_KNOWN = (Provenance.DOCUMENTED, Provenance.SCHEMA)


def check(subject: Subject) -> Iterator[Report]:
    """Compare each known version with the newest one of its name."""
    catalog = subject.catalog
    for _, step in subject.scenario.steps:
        facts = catalog.actions.get(step.action.id) if step.action is not None else None
        if facts is not None and facts.version < (newest := catalog.versions(facts.name)[-1]):
            yield _report(step, facts, catalog.actions[f"{facts.name}@v{newest}"])


def _report(step: Step, old: ActionFacts, new: ActionFacts) -> Report:
    assert step.action is not None
    before, after = old.params.get("properties", {}), new.params.get("properties", {})
    given = merged_entries(step.params) if step.params is not None else {}
    lost = [name for name in given if name in before and name not in after]
    added = [name for name in after if name not in before]
    differences = []
    if lost:
        differences.append(f"`{new.id}` does not have {_listed(lost)}")
    if added:
        differences.append(f"`{new.id}` also has {_listed(added)}")
    return Report.at(
        step.action.node,
        f"`{old.id}` is an older version; `{new.id}` is the newest that is known",
        Provenance.ASSUMED if old.provenance in _KNOWN else Provenance.INFERRED,
        help="; ".join(differences) or None,
        mend=rewrite(step.action.node, new.id, safe=False),
    )


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


RULE = Rule(PAGE, check)
