"""CA310: what Callr's own schema does not allow, and no other rule says more exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.adopted.violation import ViolationKind
from callr_actions.language.explanation import Explanation
from callr_actions.linter.rule import Report, Rule
from callr_actions.linter.verdicts import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA310",
    name="schema-violation",
    summary="The scenario breaks Callr's own JSON Schema.",
    why="""\
This is found only in a project that has adopted the JSON Schema that Callr publishes. The platform checks
scenarios with it, so what breaks it cannot be deployed. Actions, parameters and keys that the schema does
not have, and values of the wrong type, are reported under the codes they always have (CA201, CA203, CA301
to CA305), then as errors; everything else that it does not allow is reported here. A parameter that holds
`${{ }}` may be anything: only the run shows what it is.
""",
    bad="",
    good="",
    fix="Write what the message asks for. `callr-actions schema use FILE` adopts a newer schema of Callr's.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each violation that no other rule takes."""
    return verdicts(ViolationKind.OTHER, subject)


RULE = Rule(PAGE, check)
