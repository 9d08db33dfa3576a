"""CA505: results that are stored for nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA505",
    name="unread-result",
    summary="The result of an action is stored, and nothing reads it.",
    why="""\
An action that fails does not stop the run; it says so in its result. A result that nobody reads is a
failure that nobody sees, or the step that was to look at it names another variable. A scenario with
`api-initiated` is left alone, because whoever starts the run can read it; for `dial@v1` see CA408.
""",
    bad="""\
branches:
  inbound-sms:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/orders
        result: $order
""",
    good="""\
branches:
  inbound-sms:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/orders
        result: $order
      - if: "!$order.ok"
        action: log@v1
        params:
          message: The shop does not answer.
""",
    fix="Look at the result in the steps that follow, or delete the `result` line.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Report each stored result whose name no expression reads."""
    names = subject.names
    if not names.complete or "api-initiated" in subject.scenario.branches:
        return
    fact = subject.catalog.structure.patterns.get("variable-name")
    # A misspelt reading is reported where it stands; the result that it means is read.
    meant = names.misspelt
    for _, step in subject.scenario.steps:
        result, action = step.result, step.action
        if result is None or action is None or names.read_somewhere(result.value):
            continue
        if result.value in meant:
            continue
        if fact is not None and not re.fullmatch(fact.value, result.value):
            continue  # that name is reported; nothing could read it
        facts = subject.catalog.actions.get(action.id)
        if facts is not None and facts.jumps.value:
            continue
        advice = None
        if facts is not None and facts.result_schema(("ok",)) is not None:
            advice = f"`{result.value}.ok` tells whether `{action.id}` worked"
        yield Report.at(result, f"nothing reads `{result.value}`", Effect.STYLE, help=advice)


RULE = Rule(PAGE, check)
