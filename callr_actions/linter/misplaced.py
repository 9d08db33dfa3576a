"""Parameters that stand beside an empty `params` because they are not indented below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.facts import Tolerance
from callr_actions.language.tree import Scalar

if TYPE_CHECKING:
    from callr_actions.language.catalog import Catalog
    from callr_actions.language.scenario import Step
    from callr_actions.language.tree import Entry


def misplaced_parameters(step: Step, catalog: Catalog) -> tuple[Entry, ...]:
    """Return the entries right behind an empty `params` that are parameters of the step's action."""
    params = step.entries.get("params")
    facts = catalog.actions.get(step.action.id) if step.action is not None else None
    if params is None or facts is None or step.mapping is None or not _is_empty(params):
        return ()
    entries = step.mapping.entries
    if params not in entries:
        return ()  # it comes from somewhere else
    known = facts.params.get("properties", {})
    found: list[Entry] = []
    for entry in entries[entries.index(params) + 1 :]:
        name = entry.name
        any_name = facts.tolerance is Tolerance.ANY and name not in catalog.structure.step_keys
        if name is None or not (name in known or any_name):
            break
        found.append(entry)
    return tuple(found)


def _is_empty(entry: Entry) -> bool:
    return isinstance(entry.value, Scalar) and not entry.value.value and not entry.value.style
