"""CA702: requests without encryption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Text
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA702",
    name="plain-http",
    summary="A request goes to an `http://` address.",
    why="""\
Numbers, keys and whatever people said travel readable for everybody on the way, and anybody there can
change the answer that the call then follows. Addresses of the machine itself (`localhost`, `127.0.0.1`)
are silent.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: http://crm.example.com/calls
          method: POST
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://crm.example.com/calls
          method: POST
""",
    fix="Write `https://`, once the server answers there.",
)

_PLAIN = lazy_pattern(r"\s*(http)://(?!(?:localhost|127(?:\.\d+){3}|\[::1\])(?:[:/?#]|$))", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Report]:
    """Look at how each URL of a request begins."""
    for _, step in subject.scenario.steps:
        facts = subject.catalog.actions.get(step.action.id) if step.action is not None else None
        if facts is None:
            continue
        for path, scalar in subject.scenario.parameters.get(step, ()):
            plain = _PLAIN.match(scalar.value)
            if plain is None:
                continue
            schema = facts.parameter_schema(path) or {}
            if schema.get("x-kind") == "url":
                start, end = Text(subject.scenario.source, scalar).offsets.span(*plain.span(1))
                yield Report(
                    start,
                    end,
                    "this request is not encrypted",
                    Effect.CAN_BREAK,
                    mend=Mend("ask by https", safe=False, edits=((start, end, "https"),)),
                )


RULE = Rule(PAGE, check)
