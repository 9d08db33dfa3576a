"""CA401: jumps to a branch that does not exist."""

from __future__ import annotations

from itertools import islice
from json import dumps as json_text
from typing import TYPE_CHECKING

from callr_actions.closest import Closest
from callr_actions.language.core_schema import resolve
from callr_actions.language.explanation import Explanation
from callr_actions.language.flow import JumpKind
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA401",
    name="unknown-branch",
    summary="`goto` or `answerOnBranch` names a branch that does not exist.",
    why="""\
A `goto` to a branch that is not there cannot go on: an error. What an unknown `answerOnBranch` does is
not documented, and one published example has one, so it is a warning; the callee would hear nothing.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - if: call.fromNumber === ''
        goto:
          branch: closed
      - goto:
          branch: clsoed
  closed:
    actions:
      - action: hangup@v1
""",
    good="""\
branches:
  inbound-call:
    actions:
      - if: call.fromNumber === ''
        goto:
          branch: closed
      - goto:
          branch: closed
  closed:
    actions:
      - action: hangup@v1
""",
    fix="Use the name of an existing branch, or add the branch.",
)

_MOST_NAMES = 12
_PLAIN = lazy_pattern(r"[A-Za-z][\w.-]*")


def check(subject: Subject) -> Iterator[Report]:
    """Look every jump's target up among the branches."""
    branches = subject.scenario.branches
    known = Closest(branches)
    existing = ", ".join(f"`{name}`" for name in islice(branches, _MOST_NAMES))
    if len(branches) > _MOST_NAMES:
        existing += f" and {len(branches) - _MOST_NAMES:,} more"
    for jump in subject.flow.jumps:
        if jump.target is None or jump.target in branches:
            continue
        near = known.to(jump.target)
        message = f"there is no branch `{jump.target}`"
        mend = None
        if near is not None:
            message += f"; did you mean `{near}`?"
            edits = ((jump.node.start, jump.node.end, _written(near)),)
            mend = Mend(f"use `{near}`", safe=False, edits=edits)
        yield Report.at(
            jump.node,
            message,
            Effect.BREAKS if jump.kind is JumpKind.GOTO else Effect.CAN_BREAK,
            help=None if near is not None else f"branches here: {existing}",
            mend=mend,
        )


def _written(name: str) -> str:
    """Return a branch's name as YAML that reads as this text."""
    plain = _PLAIN.fullmatch(name) is not None and isinstance(resolve(name, plain=True, tag=None), str)
    return name if plain else json_text(name)


RULE = Rule(PAGE, check)
