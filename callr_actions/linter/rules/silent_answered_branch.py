"""CA407: people who take a call and hear nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.facts import Need
from callr_actions.language.finding import Provenance
from callr_actions.language.flow import JumpKind
from callr_actions.language.paths import SAME_LEG, PointKind
from callr_actions.linter.rule import Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.paths import Paths
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA407",
    name="silent-answered-branch",
    summary="The branch that `answerOnBranch` starts neither speaks, listens nor joins the legs.",
    why="""\
Whoever takes the call is not joined to anybody unless that branch runs `bridge@v1`. One that does not
bridge, say, play, gather, record, dial nor start a voice bot on any path leaves the called person in
silence until it hangs up. That the branch runs on the called leg is inferred, so this is a warning.
""",
    bad="""\
variables:
  $taken: false
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
          answerOnBranch: answered
      - action: log@v1
        params:
          message: Taken ${{ $taken }}.
  answered:
    actions:
      - action: javascript@v1
        params:
          code: $taken = true
""",
    good="""\
variables:
  $taken: false
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001234"
          answerOnBranch: answered
      - action: log@v1
        params:
          message: Taken ${{ $taken }}.
  answered:
    actions:
      - action: javascript@v1
        params:
          code: $taken = true
      - action: bridge@v1
""",
    fix="End the branch with `bridge@v1`, or let it speak.",
)

# Listens to the called person without giving a sound.
_SILENT = ("amd",)


def check(subject: Subject) -> Iterator[Report]:
    """Look for the branches from which nothing that is heard can be got to on the same leg."""
    paths = subject.paths
    if not any(jump.kind is JumpKind.ANSWER for jump in subject.flow.jumps):
        return
    heard = paths.leading_to(
        (point for point in range(len(paths.points)) if _is_heard(paths, point)), SAME_LEG
    )
    for jump in subject.flow.jumps:
        if jump.kind is not JumpKind.ANSWER or jump.target is None or jump.target not in paths.entries:
            continue
        if paths.entries[jump.target] not in heard:
            yield Report.at(
                jump.node,
                f"whoever takes the call hears nothing: `{jump.target}` neither bridges, speaks nor listens",
                Provenance.INFERRED,
                help="end that branch with `bridge@v1` to join both legs",
            )


def _is_heard(paths: Paths, point: int) -> bool:
    """Return whether something at a point is heard, or may be: an unknown action, a jump to nowhere."""
    kind = paths.points[point].kind
    if kind is PointKind.GOTO:
        return not paths.edges[point]
    if kind is not PointKind.ACTION:
        return False
    facts = paths.facts.get(point)
    if facts is None or facts.jumps.value:
        return True
    return facts.needs.value is Need.ANSWERED_LEG and facts.waits.value and facts.name not in _SILENT


RULE = Rule(PAGE, check)
