"""CA410: calls to a number of the project itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA410",
    name="own-number",
    summary="A target to dial is one of the project's own numbers.",
    why="""\
The call comes back in as a new inbound call and starts the scenario of that number, this one perhaps, which
dials again: a loop in which every call is paid for. To go on in another branch, `goto` costs nothing.
The numbers are those that callr.yaml names; a target that is an expression is not looked at.
""",
    bad="",
    good="",
    fix="Dial the number of a person, or use `goto` where another branch was meant.",
)

_SEPARATORS = lazy_pattern(r"[\s.()/-]")


def check(subject: Subject) -> Iterator[Report]:
    """Compare every literal number that is dialled with the project's own."""
    own = subject.context.own_numbers
    if not own:
        return
    for _, step in subject.scenario.steps:
        facts = subject.catalog.actions.get(step.action.id) if step.action is not None else None
        if facts is None or not facts.jumps.value:
            continue
        for path, scalar in subject.scenario.parameters.get(step, ()):
            schema = facts.parameter_schema(path)
            if schema is None or schema.get("x-kind") not in ("phone", "phone-or-sip"):
                continue
            number = _SEPARATORS.sub("", scalar.value)
            if number in own:
                yield Report.at(
                    scalar,
                    f"`{number}` is a number of this project: the call comes straight back in",
                    Effect.CAN_BREAK,
                    help="use `goto` to go on in another branch",
                )


RULE = Rule(PAGE, check)
