"""CA605: `${{ }}` where nothing is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import CLOSING, OPENING, Place
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Mapping, Scalar, target
from callr_actions.linter.misplaced import misplaced_parameters
from callr_actions.linter.rule import Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA605",
    name="not-evaluated",
    summary="`${{ }}` stands where nothing is evaluated.",
    why="""\
Callr's documentation promises expressions inside `params`, and nowhere else. In `variables`, `defaults`,
`result`, `goto` and in keys the braces most likely stay as they are: a variable then holds the text of
the expression, and a branch of that name does not exist. In a `description` nothing breaks.
""",
    bad="""\
variables:
  $greeting: Hello ${{ scenario.name }}
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: ${{ $greeting }}
""",
    good="""\
variables:
  $greeting: Hello
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: ${{ $greeting }} ${{ scenario.name }}
""",
    fix="Move the expression into `params`, or set a variable in `javascript@v1`.",
)

_ADVICE = {
    "variables": "declare a first value here, and set the variable in a `javascript@v1` step",
    "goto": "name the branch; choose among several with one `if` and `goto` for each",
    "result": "name the variable itself, such as `$answer`",
}


def check(subject: Subject) -> Iterator[Report]:
    """Report each expression outside `params` and `if`, and those in keys."""
    for expression in subject.expressions:
        if expression.place is not Place.ELSEWHERE:
            continue
        key = _owner(expression)
        # An action in braces is an unknown one already.
        if not expression.hole.closed or key == "action":
            continue
        if expression.step is not None and any(
            entry.name == key for entry in misplaced_parameters(expression.step, subject.catalog)
        ):
            continue  # it belongs into `params`, says CA203
        start, end = expression.offsets.span(expression.hole.start, expression.hole.end)
        weight = Provenance.ASSUMED if key == "description" else Provenance.INFERRED
        message = f"`${{{{ }}}}` is evaluated in `params`; in `{key}` it stays text"
        yield Report(start, end, message, weight, help=_ADVICE.get(key))
    if any(key is not None and OPENING in key for key in subject.scenario.document.key_texts):
        for node in subject.scenario.document.nodes:
            if isinstance(node, Mapping):
                yield from _keys(node)


def _owner(expression: Expression) -> str:
    """Return the key of the step or of the document that the expression stands below."""
    return str(expression.path[len(expression.step.path) if expression.step is not None else 0])


def _keys(mapping: Mapping) -> Iterator[Report]:
    for entry in mapping.entries:
        key = target(entry.key)
        if isinstance(key, Scalar) and OPENING in key.value and CLOSING in key.value:
            yield Report.at(entry.key, "`${{ }}` is not evaluated in a key", Provenance.INFERRED)


RULE = Rule(PAGE, check)
