"""CA504: declarations that nothing uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.user_names import UseKind
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA504",
    name="unused-variable",
    summary="A variable is declared, and nothing reads or sets it.",
    why="""\
It may be left over, or the place that was to use it names another variable. A scenario with
`api-initiated` is left alone: whoever starts the run can read its variables. So is a name that stands in
the text of some parameter.
""",
    bad="""\
variables:
  $office: "+33199001234"
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: "+33199001235"
""",
    good="""\
variables:
  $office: "+33199001234"
branches:
  inbound-call:
    actions:
      - action: dial@v1
        params:
          targets:
            - number: ${{ $office }}
""",
    fix="Delete the declaration, or use the variable where its value is written out.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each declared name that stands nowhere else."""
    names = subject.names
    if not names.complete or "api-initiated" in subject.scenario.branches:
        return
    fact = subject.catalog.structure.patterns.get("variable-name")
    meant = names.misspelt  # those readings are reported where they stand
    for name, uses in names.uses.items():
        if uses[0].kind is not UseKind.DECLARED or len(uses) > 1 or name in names.mentioned or name in meant:
            continue
        if fact is not None and not re.fullmatch(fact.value, name):
            continue  # that name is reported; nothing could use it
        start, end = uses[0].span
        yield Report(start, end, f"`{name}` is declared and never used", Effect.STYLE)


RULE = Rule(PAGE, check)
