"""CA402: branches that no run gets to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import Closest, closest
from callr_actions.language.explanation import Explanation
from callr_actions.language.flow import HANGUP, INBOUND_CALL
from callr_actions.language.tree import Alias
from callr_actions.linter.rule import Effect, Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA402",
    name="unreachable-branch",
    summary="No run can get to this branch.",
    why="""\
A branch is reached as an entry (`inbound-call`, `inbound-sms`, `api-initiated`), as `hangup` after an
inbound call, by a `goto` or by an `answerOnBranch`. One that nothing reaches is dead text, or a sign that
a jump goes elsewhere than was meant. Where a target is an expression nothing is reported: it may be any
branch. Where a misspelt jump is the likely cause, only the jump is reported.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: We are closed.
  voicemail:
    actions:
      - action: say@v2
        params:
          what: Please leave a message.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: We are closed.
      - goto:
          branch: voicemail
  voicemail:
    actions:
      - action: say@v2
        params:
          what: Please leave a message.
""",
    fix="Add the jump that was meant, or delete the branch.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each branch that no context reaches, in a scenario that something can start."""
    flow, branches = subject.flow, subject.scenario.branches
    if flow.open_ended or not any(name in branches for name in subject.catalog.entry_branches):
        return
    known = Closest(branches)
    # A misspelt jump is reported where it stands; the branch that it means is not lost.
    meant = {known.to(jump.target) for jump in flow.jumps if jump.target and jump.target not in branches}
    for name, branch in branches.items():
        if flow.contexts.get(name) or name in meant:
            continue
        message, advice = f"nothing leads to the branch `{name}`", None
        if name == HANGUP:
            message = f"`{HANGUP}` runs after inbound calls only, and there is no `{INBOUND_CALL}`"
        elif from_where := list(
            dict.fromkeys(jump.branch.name for jump in flow.jumps if jump.target == name)
        ):
            advice = _from_unreached(name, from_where)
        near = closest(name, [each for each in subject.catalog.special_branches if each not in branches])
        mend = None
        if near is not None and advice is None:
            message += f"; did you mean `{near}`?"
            if not isinstance(branch.key, Alias):
                edits = ((branch.key.start, branch.key.end, near),)
                mend = Mend(f"rename it to `{near}`", safe=False, edits=edits)
        yield Report.at(branch.key, message, Effect.CAN_BREAK, help=advice, mend=mend)


def _from_unreached(name: str, others: list[str]) -> str:
    """Return why the jumps to a branch do not help it."""
    if others == [name]:
        return "only a jump inside it leads to it: another branch has to come here first"
    named = ", ".join(f"`{each}`" for each in others if each != name)
    return f"jumps in {named} lead to it, but no run gets there either"


RULE = Rule(PAGE, check)
