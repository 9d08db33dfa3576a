"""CA406: voice where there is no call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.facts import Context, Need
from callr_actions.language.finding import Provenance
from callr_actions.language.flow import JumpKind
from callr_actions.language.legs import Leg
from callr_actions.linter.rule import Report, Rule
from callr_actions.linter.steps import step_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA406",
    name="no-leg",
    summary="A step needs a call, and where it runs there is none.",
    why="""\
A run that an SMS or the API started has no call, the branch `hangup` runs when the call is over, and so do
the handlers of a recording. Only a branch that `answerOnBranch` names has the called person's leg. Where
no way to the step has a call it is a warning, an error if Callr's schema says so. Where some have one it
is an info, because conditions may keep the others out. A `dial@v1` without `answerOnBranch` is an info,
for it has nobody to join.
""",
    bad="""\
branches:
  inbound-sms:
    actions:
      - action: say@v2
        params:
          what: Thank you for your message.
""",
    good="""\
branches:
  inbound-sms:
    actions:
      - action: sms@v1
        params:
          to:
            - ${{ sms.fromNumber }}
          body: Thank you for your message.
""",
    fix="Send an `sms@v1` instead, or dial with `answerOnBranch` and put the step into that branch.",
)

_WITHOUT = {
    Context.INBOUND_SMS: "an SMS starts a run without one",
    Context.API_INITIATED: "the API starts a run without one",
    Context.HANGUP: "it has ended when `hangup` runs",
    Context.EVENTS_READY: "it has ended when a recording is ready",
}


def check(subject: Subject) -> Iterator[Report]:
    """Report the first such step of each path."""
    paths = subject.paths
    if paths.open_ended:
        return
    joins = subject.catalog.behaviour.get("dial-without-leg")
    answering = {jump.step for jump in subject.flow.jumps if jump.kind is JumpKind.ANSWER}
    for point, facts in paths.facts.items():
        step, states = paths.points[point].step, subject.legs[point]
        # To hang up what is not there does no harm.
        if step is None or Leg.NONE not in states or facts.ends_leg.value:
            continue
        contexts = subject.flow.step_contexts(paths.points[point].branch, step)
        reasons = "; ".join(reason for context, reason in _WITHOUT.items() if context in contexts)
        if facts.needs.value is not Need.NONE and states == Leg.NONE:
            message = f"`{facts.id}` needs a call: {reasons}"
            stated = facts.needs.provenance
            # How the call must stand is assumed; that there must be one is what the action is for.
            weight = Provenance.INFERRED if stated is Provenance.ASSUMED else stated
            yield Report.at(step_mark(step), message, weight)
        elif facts.needs.value is not Need.NONE:
            message = f"`{facts.id}` needs a call, and not every way here has one: {reasons}"
            yield Report.at(step_mark(step), message, Provenance.ASSUMED)
        elif facts.jumps.value and step not in answering and states == Leg.NONE and joins is not None:
            message = f"`{facts.id}` has nobody to join and needs a call for it: {reasons}"
            advice = "name a branch for the called person in `answerOnBranch`"
            yield Report.at(step_mark(step), message, joins.provenance, help=advice)


RULE = Rule(PAGE, check)
