"""CA611: names that neither the platform, nor JavaScript, nor the code itself has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import Closest
from callr_actions.javascript.globals import ECMASCRIPT, ENGINE, HOST
from callr_actions.javascript.model import Access
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.language.finding import Provenance
from callr_actions.linter.rule import Effect, Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.model import Reference
    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA611",
    name="unknown-global",
    summary="A name without `$` that nothing provides.",
    why="""\
JavaScript stops at a name that nobody declared: the run ends at this step. Most often a variable has lost
its `$`, a predefined one is misspelt, or text lacks its quotes. A name that is close to none is a warning,
for Callr's list of predefined variables is not public as a whole. `fetch`, `console`, `setTimeout` and the
like come from browsers and Node.js, not from the language: a warning. `Intl`, `URL` and others may be
there or not: an info.
""",
    bad="""\
variables:
  $customer: Mary
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello ${{ $customer }}.
      - action: say@v2
        params:
          what: Goodbye ${{ customer }}.
""",
    good="""\
variables:
  $customer: Mary
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello ${{ $customer }}.
      - action: say@v2
        params:
          what: Goodbye ${{ $customer }}.
""",
    fix="Write the `$` of your own variables, and text in quotes.",
)

_INSTEAD = {
    "XMLHttpRequest": "the action `fetch@v2` asks a server",
    "console": "the action `log@v1` writes a line",
    "fetch": "the action `fetch@v2` asks a server",
    "require": "modules cannot be loaded",
}


def check(subject: Subject) -> Iterator[Report]:
    """Report each free name without `$` that nobody is known to provide."""
    evaluated = [
        (expression, reference)
        for expression in subject.expressions
        if expression.place is not Place.ELSEWHERE and expression.analysis.fault is None
        for reference in expression.analysis.references
    ]
    own = set(subject.scenario.variables)
    own.update(step.result.value for _, step in subject.scenario.steps if step.result is not None)
    own.update(
        reference.name
        for _, reference in evaluated
        if reference.access is Access.WRITE and reference.name.startswith("$")
    )
    meant = {name.removeprefix("$"): name for name in own} | {
        name: name for name in subject.catalog.variables
    }
    # Sloppy code makes a variable by assigning to it; how long it lives nobody says.
    made = {reference.name for _, reference in evaluated if reference.access is Access.WRITE}
    near = Closest(meant)
    for expression, reference in evaluated:
        name = reference.name
        if (
            name.startswith("$")
            or name in ECMASCRIPT
            or name in subject.catalog.variables
            or reference.guarded
        ):
            continue
        if name in made and f"${name}" not in own:
            continue
        yield _report(expression, reference, meant.get(near.to(name) or ""))


def _report(expression: Expression, reference: Reference, meant: str | None) -> Report:
    start, end = expression.span(reference.start, reference.end)
    name = reference.name
    if meant != f"${name}":
        if name in ENGINE:
            message = f"`{name}` is not part of the language; the platform's engine may lack it"
            return Report(start, end, message, Provenance.ASSUMED)
        if name in HOST:
            message = f"`{name}` belongs to browsers and Node.js; the platform is not known to have it"
            return Report(start, end, message, Provenance.INFERRED, help=_INSTEAD.get(name))
    if meant is None:
        advice = "your own variables start with `$`; text stands in quotes"
        return Report(start, end, f"nothing called `{name}` is known", Provenance.INFERRED, help=advice)
    mend = Mend(f"use `{meant}`", safe=False, edits=((start, end, meant),))
    if reference.access is Access.WRITE:
        message = f"this sets `{name}`, not `{meant}`"
        return Report(start, end, message, Effect.CAN_BREAK, mend=mend)
    message = f"there is no `{name}`; did you mean `{meant}`?"
    # A name that is only somewhat like a predefined one may be one that no public page shows.
    slip = meant.startswith("$") or abs(len(meant) - len(name)) <= 1
    return Report(start, end, message, Effect.BREAKS if slip else Provenance.INFERRED, mend=mend)


RULE = Rule(PAGE, check)
