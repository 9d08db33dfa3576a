"""On what kind of leg each point of a scenario can be reached: none, ringing, answered."""

from __future__ import annotations

from enum import Flag, auto
from typing import TYPE_CHECKING

from callr_actions.language.facts import Context, Need
from callr_actions.language.paths import PointKind, Way
from callr_actions.language.tree import Mapping, Scalar, merged_entries, target

if TYPE_CHECKING:
    from callr_actions.language.facts import ActionFacts
    from callr_actions.language.flow import Flow
    from callr_actions.language.paths import Paths
    from callr_actions.language.scenario import Scenario


class Leg(Flag):
    """States of the leg that a branch runs on. A set of them: what is possible. Empty: never reached."""

    NONE = auto()
    """There is no leg: an SMS, a run of the API, the time after a call."""
    RINGING = auto()
    """An inbound call that nobody has answered yet."""
    UNSURE = auto()
    """Ringing, or answered by what was done in between, such as a `dial` that somebody took."""
    ANSWERED = auto()


NEVER = Leg(0)


def leg_states(scenario: Scenario, flow: Flow, paths: Paths) -> tuple[Leg, ...]:
    """Return for each point the states in which a run can get there.

    An action that lacks the leg it needs ends the run, so that only the first one in a row is reached
    without it. Each point is visited at most once for each state.
    """
    # Sets as bare bits: operators of `Flag` take some thirty times as long.
    states = [0] * len(paths.points)
    waiting: list[int] = []
    afterwards: dict[tuple[int, int], int] = {}
    none, answered = Leg.NONE.value, Leg.ANSWERED.value

    def arrive(point: int, state: int) -> None:
        if states[point] | state != states[point]:
            states[point] |= state
            waiting.append(point)

    for name, context in flow.starts.items():
        first = _first(scenario) if context is Context.INBOUND_CALL else Leg.NONE
        arrive(paths.entries[name], first.value)
    while waiting:
        point = waiting.pop()
        state = states[point]
        if paths.points[point].kind is PointKind.ACTION:
            facts = paths.facts.get(point)
            known = afterwards.get((state, id(facts)))
            if known is None:
                known = afterwards[state, id(facts)] = _after(Leg(state), facts).value
            state = known
        for edge in paths.edges[point]:
            if edge.way is Way.ANSWER:
                arrive(edge.to, answered)
            elif edge.way is Way.EVENT:
                arrive(edge.to, none)
            else:
                arrive(edge.to, state)
    legs = {bits: Leg(bits) for bits in set(states)}
    return tuple(legs[bits] for bits in states)


def _first(scenario: Scenario) -> Leg:
    """Return the state in which an inbound call begins."""
    defaults = scenario.entries.get("defaults")
    settings = target(defaults.value) if defaults is not None else None
    if isinstance(settings, Mapping):
        entry = merged_entries(settings).get("autoAnswer")
        value = target(entry.value) if entry is not None else None
        if isinstance(value, Scalar) and value.data is False:
            return Leg.RINGING
    return Leg.ANSWERED


def _after(state: Leg, facts: ActionFacts | None) -> Leg:
    """Return the states after an action, for those of them in which it can run."""
    if facts is not None and facts.needs.value is not Need.NONE:
        state &= ~Leg.NONE
    if facts is not None and facts.needs.value is Need.ANSWERED_LEG:
        state &= ~Leg.RINGING
        return _replaced(state, Leg.UNSURE, Leg.ANSWERED)
    if facts is not None and facts.answers.value:
        return _replaced(_replaced(state, Leg.RINGING, Leg.ANSWERED), Leg.UNSURE, Leg.ANSWERED)
    # An unknown action may answer the call; one that dials does when somebody takes it.
    if facts is None or facts.jumps.value:
        return _replaced(state, Leg.RINGING, Leg.UNSURE)
    return state


def _replaced(state: Leg, old: Leg, new: Leg) -> Leg:
    return (state & ~old) | new if old in state else state
