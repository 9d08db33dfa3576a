"""CA701: secrets written into a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Text
from callr_actions.language.tree import Scalar, scalars
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.secrets import (
    find_secrets,
    may_hold_secret,
    may_hold_sure_secret,
    may_name_secret,
    secret_by_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.document import Document
    from callr_actions.language.tree import Path
    from callr_actions.linter.context import Subject
    from callr_actions.linter.secrets import Hit

PAGE = Explanation(
    code="CA701",
    name="literal-secret",
    summary="A key, token or password is written into the scenario.",
    why="""\
Whoever can read the repository, today or in ten years, can use it; so can everybody who sees the script in
Callr's portal. A value with the shape of a certain service's keys is an error; one that only its
surroundings give away (an `authorization` header, a `$password`, `?token=` in a URL) is a warning.
Placeholders and expressions are silent. No output of this program shows the value.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://crm.example.com/customers
          headers:
            x-api-key: not-a-real-key-1
        result: $customer
      - action: say@v2
        params:
          what: Hello ${{ $customer.json.name }}.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://crm.example.com/customers
          headers:
            authorization: Bearer ${{ integrations['crm'].accessToken }}
        result: $customer
      - action: say@v2
        params:
          what: Hello ${{ $customer.json.name }}.
""",
    fix="""\
Replace the key at the service, for it stays in git's history. Then take it from one of the account's
integrations, or have a server of your own add it.""",
)

_ADVICE = "replace it at the service; take the new one from `integrations`, or let your own server add it"


def check(subject: Subject) -> Iterator[Report]:
    """Look through every value and comment; a message never holds what was found."""
    scenario = subject.scenario
    for comment in scenario.document.comments if may_hold_sure_secret(scenario.source.text) else ():
        for hit in find_secrets(comment.text):
            if hit.sure:
                found = comment.text[hit.start : hit.end]
                yield _report(comment.start + hit.start, comment.start + hit.end, hit, found)
    if not _may_hold_any(scenario.document):
        return
    seen: set[int] = set()
    for path, scalar in scalars(scenario.root) if scenario.root is not None else ():
        if id(scalar) in seen:
            continue
        seen.add(id(scalar))
        for hit in _hits(path, scalar):
            span = Text(scenario.source, scalar).offsets.span(hit.start, hit.end)
            yield _report(*span, hit, scalar.value[hit.start : hit.end])


def _may_hold_any(document: Document) -> bool:
    """Return False where no value holds a secret: one look at all of them costs less than one at each."""
    if any(name is not None and may_name_secret(name) for name in document.key_texts):
        return True
    return may_hold_secret("\n".join([node.value for node in document.nodes if isinstance(node, Scalar)]))


def _hits(path: Path, scalar: Scalar) -> Iterator[Hit]:
    found = False
    for hit in find_secrets(scalar.value):
        found = True
        yield hit
    if not found and path:
        header = "headers" in path
        hit_by_name = secret_by_name(str(path[-1]), scalar.value, header=header)
        if hit_by_name is not None:
            yield hit_by_name


def _report(start: int, end: int, hit: Hit, secret: str) -> Report:
    effect = Effect.BREAKS if hit.sure else Effect.CAN_BREAK
    message = f"{hit.what} stands in the file" if hit.sure else f"this looks like {hit.what}, written out"
    return Report(start, end, message, effect, help=_ADVICE, secret=secret)


RULE = Rule(PAGE, check, finds_secrets=True)
