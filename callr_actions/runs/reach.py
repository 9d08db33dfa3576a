"""Whom a run may call or write to, worked out before it starts, so that people can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.wanted import Expression, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from callr_actions.language.catalog import Catalog
    from callr_actions.language.expressions import Expression as Piece
    from callr_actions.language.scenario import Scenario, Step
    from callr_actions.linter.kinds import Given
    from callr_actions.runs.judge import Judge

_KINDS: Final = ("phone", "phone-or-sip", "phone-list")
_VERBS: Final = {"dial": "calls", "sms": "texts"}


class Reached(NamedTuple):
    """Somebody whom the run may reach.

    Attributes:
        verb: `calls` or `texts`; `reaches` for actions that are not well known.
        who: the number; for one that only the run decides, the expression.
        known: whether it is the number.
        line: of the step's value in the script.
    """

    verb: str
    who: str
    known: bool
    line: int

    def __str__(self) -> str:
        if self.known:
            return f"{self.verb} {self.who} (line {self.line})"
        return f"{self.verb} whomever `{self.who}` says then (line {self.line})"


def reached(
    scenario: Scenario, catalog: Catalog, variables: Mapping[str, object], judge: Judge
) -> tuple[Reached, ...]:
    """Return everybody whom a run may reach, each once, in the order of the script.

    Branches that a request cannot lead to are left out. Expressions are evaluated with the variables that the
    run begins with: what it makes of them later may be another number.

    Args:
        scenario: what is run.
        catalog: the facts about actions.
        variables: those that the run begins with.
        judge: evaluates.
    """
    from callr_actions.language.expressions import find_expressions  # noqa: PLC0415 - --help knows no numbers
    from callr_actions.linter.kinds import given_values  # noqa: PLC0415

    steps = _reachable(scenario, catalog)
    pieces: dict[int, list[Piece]] = {}
    for piece in find_expressions(scenario, catalog):
        pieces.setdefault(id(piece.scalar), []).append(piece)
    # Two places of one number are one person.
    found: dict[tuple[str, str], Reached] = {}
    for given in given_values(scenario, catalog):
        if given.step in steps and given.kind in _KINDS and given.text is not None:
            for each in _of(given, scenario, pieces, variables, judge):
                found.setdefault((each.verb, each.who), each)
    return tuple(found.values())


def _reachable(scenario: Scenario, catalog: Catalog) -> set[Step]:
    from callr_actions.language.facts import Context  # noqa: PLC0415
    from callr_actions.language.flow import Flow  # noqa: PLC0415

    flow = Flow(scenario, catalog)
    ours = {Context.API_INITIATED, Context.ANSWERED_FROM_API, Context.EVENTS_READY}
    return {
        step
        for branch, step in scenario.steps
        if flow.open_ended or flow.contexts.get(branch.name, frozenset()) & ours
    }


def _of(
    given: Given,
    scenario: Scenario,
    pieces: Mapping[int, list[Piece]],
    variables: Mapping[str, object],
    judge: Judge,
) -> Iterator[Reached]:
    text = given.text
    assert text is not None
    assert given.step is not None
    action = given.step.action
    verb = _VERBS.get(action.name if action is not None else "", "reaches")
    line = scenario.source.position(text.start).line
    holes = pieces.get(id(text), [])
    values = [judge.value(Expression(each.code, f"line {line}"), variables) for each in holes]
    if len(holes) == 1 and holes[0].whole and isinstance(values[0], list):
        numbers = values[0]
        if numbers and all(isinstance(each, str) and each for each in numbers):
            yield from (Reached(verb, str(each), True, line) for each in numbers)
            return
    if all(isinstance(value, str) and value for value in values):
        whole = text.value
        for each, value in zip(reversed(holes), reversed(values), strict=True):
            whole = whole[: each.hole.start] + str(value) + whole[each.hole.end :]
        yield Reached(verb, whole, True, line)
    else:
        yield Reached(verb, shown(text.value), False, line)
