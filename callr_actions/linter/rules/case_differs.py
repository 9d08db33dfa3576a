"""CA507: variables that differ only by upper and lower case."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.user_names import UseKind
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA507",
    name="case-differs",
    summary="Two variables have names that differ only by upper and lower case.",
    why="""\
`$orderId` and `$orderID` are two variables, and a value that is stored in one is not found in the other.
Where one of them is not declared it is most likely a slip: a warning. Where both are declared, somebody
means both, and it is only hard to read: an info.
""",
    bad="""\
variables:
  $orderId: ""
branches:
  inbound-sms:
    actions:
      - action: javascript@v1
        params:
          code: $orderID = sms.bodyText.trim()
      - action: log@v1
        params:
          message: Order ${{ $orderId }}.
""",
    good="""\
variables:
  $orderId: ""
branches:
  inbound-sms:
    actions:
      - action: javascript@v1
        params:
          code: $orderId = sms.bodyText.trim()
      - action: log@v1
        params:
          message: Order ${{ $orderId }}.
""",
    fix="Write the name in one way everywhere.",
)


def check(subject: Subject) -> Iterator[Report]:
    """Compare the names that something sets; one that nothing sets is reported as such."""
    names = subject.names
    alike: dict[str, list[str]] = defaultdict(list)
    for name in names.uses:
        if name.startswith("$") and names.set_somewhere(name):
            alike[name.lower()].append(name)
    for first, *others in alike.values():
        # Declarations come first, so that the odd one out is among the others.
        for other in others:
            uses = names.uses[other]
            weight = Effect.STYLE if uses[0].kind is UseKind.DECLARED else Effect.CAN_BREAK
            message = f"`{other}` and `{first}` are two variables: upper and lower case count"
            start, end = uses[0].span
            related = ((*names.uses[first][0].span, f"here it is `{first}`"),)
            yield Report(start, end, message, weight, related=related)


RULE = Rule(PAGE, check)
