"""What the adopted schema has against a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.adopted.evaluate import Evaluation, TooMuchError
from callr_actions.language.adopted.outcome import Verdict
from callr_actions.language.adopted.values import scenario_value
from callr_actions.language.adopted.violation import Violation, ViolationKind
from callr_actions.language.adopted.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.language.adopted.outcome import Fault
    from callr_actions.language.adopted.schema import AdoptedSchema
    from callr_actions.language.adopted.values import Value
    from callr_actions.language.scenario import Scenario
    from callr_actions.language.tree import Node, Path

_MOST_VIOLATIONS = 1000


def violations(adopted: AdoptedSchema, scenario: Scenario) -> tuple[Violation, ...]:
    """Return what breaks the schema, in the order of the file; nothing for a file without a mapping.

    The verdict is that of jsonschema_rs on the whole document; only a file that it refuses is looked
    at closely. What breaks the schema only because an expression stands there in place of its value
    is no violation: Callr evaluates expressions in every parameter.
    """
    root = scenario_value(scenario)
    if root is None or adopted.validator.is_valid(root.plain()):
        return ()
    wording = Wording(scenario, root, adopted.steps.actions)
    try:
        outcome = Evaluation(adopted).run(adopted.data, root)
    except TooMuchError:
        return (_unexplained(adopted, scenario, root, wording),)
    if outcome.verdict is Verdict.GOOD:
        return (_unexplained(adopted, scenario, root, wording),)
    return _worded(outcome.faults, wording)


def _worded(faults: Sequence[Fault], wording: Wording) -> tuple[Violation, ...]:
    """Return one violation for each cause, in the order of the file."""
    mistyped = {id(fault.value) for fault in faults if fault.keyword == "type"}
    found: dict[tuple[int, int, str], Violation] = {}
    misspelt: set[Path] = set()
    for fault in faults[:_MOST_VIOLATIONS]:
        if fault.keyword != "type" and id(fault.value) in mistyped:
            continue
        violation = wording.violation(fault)
        found.setdefault((violation.node.start, violation.node.end, violation.message), violation)
        if fault.keyword == "unknown" and violation.near is not None:
            misspelt.add((*fault.value.path, violation.near))
    return tuple(found[key] for key in sorted(found) if found[key].path not in misspelt)


def _unexplained(adopted: AdoptedSchema, scenario: Scenario, root: Value, wording: Wording) -> Violation:
    """Return a verdict for which no reason was found, at the deepest step that is refused by itself."""
    node: Node = wording.top()
    path: Path = ()
    known = adopted.references.places
    places = [known[id(each)] for each in adopted.steps.schemas if id(each) in known]
    checks = [adopted.part(place) for place in places]
    deepest = sorted((step for _, step in scenario.steps), key=lambda step: -len(step.path))
    for step in deepest if checks else ():
        value = root
        for part in step.path:
            value = value.items[part]
        data = value.plain()
        if not value.expressive and not any(check.is_valid(data) for check in checks):
            node, path = step.node, step.path
            break
    message = "Callr's schema does not allow this, and what is wrong with it cannot be made out"
    return Violation(ViolationKind.OTHER, node, path, message)
