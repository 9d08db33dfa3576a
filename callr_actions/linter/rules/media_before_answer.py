"""CA405: speaking to a caller whose call was never answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.facts import Need
from callr_actions.language.finding import Provenance
from callr_actions.language.legs import Leg
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.steps import step_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject
    from callr_actions.linter.rule import Weight

PAGE = Explanation(
    code="CA405",
    name="media-before-answer",
    summary="With `autoAnswer: false`, a step speaks or listens before the call is answered.",
    why="""\
The caller still hears ringing; speaking, playing, collecting keys and recording need `answer@v1` first, as
Callr's own example does it. `dial@v1` does not. Where no path answers before, it is a warning, an error
if Callr's schema says so; where some path does not, a warning. Behind a `dial@v1` it is an info: whoever
takes the call answers it, so it depends on how the dial went.
""",
    bad="""\
defaults:
  autoAnswer: false
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Welcome.
""",
    good="""\
defaults:
  autoAnswer: false
branches:
  inbound-call:
    actions:
      - action: answer@v1
      - action: say@v2
        params:
          what: Welcome.
""",
    fix="Put `answer@v1` in front of it, on every path that leads here.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report the first such step of each path."""
    paths = subject.paths
    if paths.open_ended:
        return
    for point, facts in paths.facts.items():
        step, states = paths.points[point].step, subject.legs[point]
        if step is None or facts.needs.value is not Need.ANSWERED_LEG:
            continue
        advice = "put `answer@v1` in front of it"
        weight: Weight
        if Leg.RINGING in states and not states & (Leg.ANSWERED | Leg.UNSURE):
            message = f"`{facts.id}` on a call that still rings: `autoAnswer` is off and nothing answered it"
            # That the published example answers first makes even an assumed need a likely one.
            stated = facts.needs.provenance
            weight = Provenance.INFERRED if stated is Provenance.ASSUMED else stated
        elif Leg.RINGING in states:
            message = f"`{facts.id}` on a call that still rings where it gets here without `answer@v1`"
            weight = Effect.CAN_BREAK
            advice = "put `answer@v1` on every path that leads here"
        elif Leg.UNSURE in states:
            message = f"`{facts.id}` on a call that still rings unless somebody has taken it"
            weight = Provenance.ASSUMED
            advice = "put `answer@v1` in front of it where the call was not put through"
        else:
            continue
        yield Report.at(step_mark(step), message, weight, help=advice)


RULE = Rule(PAGE, check)
