"""CA109: a variable whose first value is the bare word `undefined`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Scalar, target
from callr_actions.linter.rule import Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA109",
    name="undefined-initial-value",
    summary="The first value of a variable is the bare word `undefined`.",
    why="""\
YAML has no `undefined`: the word is text of nine letters, and text is truthy. A published example writes it
and clearly means JavaScript's undefined; callr-actions reads it so too, but no page promises it. Should
Callr take it for text, then `if: $user` holds before anything was stored in `$user`.
""",
    bad="""\
variables:
  $answer: undefined
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params:
          prompt:
            what: Press a key.
        result: $answer
      - if: $answer.digits === "1"
        action: hangup@v1
""",
    good="""\
variables:
  $answer: ""
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params:
          prompt:
            what: Press a key.
        result: $answer
      - if: $answer.digits === "1"
        action: hangup@v1
""",
    fix='Use `null`, `0` or `""`, which are as falsy and mean the same to every reader.',
)


def check(subject: Subject) -> Iterator[Report]:
    """Look at the first value of each declared variable."""
    for name, entry in subject.scenario.variables.items():
        value = target(entry.value)
        if isinstance(value, Scalar) and value.value == "undefined" and not value.style and not value.tag:
            yield Report.at(
                value,
                f"`undefined` is a word to YAML; that `{name}` starts as JavaScript's undefined is assumed",
                Provenance.ASSUMED,
                help='if Callr reads it as text, it is truthy; `null` or `""` is falsy to every reader',
            )


RULE = Rule(PAGE, check)
