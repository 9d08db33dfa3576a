"""CA503: names that a variable cannot have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import OPENING
from callr_actions.language.tree import Scalar
from callr_actions.language.user_names import UseKind
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.user_names import NameUse
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA503",
    name="variable-name",
    summary="A variable is declared, stored or set under a name that variables cannot have.",
    why="""\
A name is `$`, a letter, then letters, digits and underscores: `$orderNumber`. That is the rule of the REST
API for the variables of a run; that it holds inside scenarios too is inferred, hence a warning. Without
the `$` the platform may store the value where no expression finds it, and `$my-order` reads as
`$my` minus `order` in JavaScript.
""",
    bad="""\
branches:
  inbound-sms:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/orders
        result: order
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
    fix="Put `$` in front, and use only letters, digits and underscores.",
)

_GIVEN = {
    UseKind.DECLARED: "declared",
    UseKind.RESULT: "stored",
    UseKind.WRITE: "set",
    UseKind.UPDATE: "set",
}
_OTHER = lazy_pattern(r"[^a-zA-Z0-9]+([a-zA-Z0-9]?)")


def check(subject: Subject) -> Iterator[Report]:
    """Hold each name that is given a value to the pattern; reading alone is another rule's."""
    fact = subject.catalog.structure.patterns.get("variable-name")
    if fact is None:
        return
    allowed = re.compile(fact.value)
    for name, uses in subject.names.uses.items():
        if allowed.fullmatch(name):
            continue
        for use in uses:
            # What is no text at all is reported as such.
            if use.kind in _GIVEN and not (isinstance(use.node, Scalar) and not use.node.is_string):
                yield _report(use, allowed, subject)


def _report(use: NameUse, allowed: re.Pattern[str], subject: Subject) -> Report:
    start, end = use.span
    weight = subject.catalog.structure.patterns["variable-name"].provenance
    if OPENING in use.name:
        message = "a variable is named as text; expressions are evaluated in `params` only"
        return Report(start, end, message, weight)
    name, done = use.name[:60], _GIVEN[use.kind]
    with_dollar = f"${use.name}"
    if not use.name.startswith("$") and allowed.fullmatch(with_dollar) and isinstance(use.node, Scalar):
        # With the right name in use elsewhere there is no doubt what was meant.
        safe = subject.names.read_somewhere(with_dollar)
        mend = Mend(f"use `{with_dollar}`", safe=safe, edits=((start, end, with_dollar),))
        message = f"`{name}` is {done} without the `$` that every variable begins with"
        return Report(start, end, message, weight, mend=mend)
    plain = normalize("NFKD", use.name).encode("ascii", "ignore").decode()
    better = "$" + _OTHER.sub(lambda found: found[1].upper(), plain.strip("$ _-"))
    advice = "a name is `$`, a letter, then letters, digits and underscores"
    if allowed.fullmatch(better):
        advice += f": write `{better}` everywhere"
    return Report(start, end, f"`{name}` is {done}, but no variable can have that name", weight, help=advice)


RULE = Rule(PAGE, check)
