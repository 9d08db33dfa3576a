"""CA501: variables that nothing ever sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import Closest
from callr_actions.javascript.model import Access
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.language.finding import Provenance
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Mend, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.javascript.model import Reference
    from callr_actions.language.expressions import Expression
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA501",
    name="undeclared-variable",
    summary="A `$variable` is read that is neither declared nor set anywhere.",
    why="""\
It reads as `undefined` at best: text says "undefined", `.ok` of it ends the run. Variables are set below
`variables`, by `result:`, or by an assignment in `javascript@v1`. A run that the API starts can bring
variables along, so in a scenario with `api-initiated` this is an info.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/customers
        result: $customer
      - action: say@v2
        params:
          what: Hello ${{ $custommer.json.name }}.
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/customers
        result: $customer
      - action: say@v2
        params:
          what: Hello ${{ $customer.json.name }}.
""",
    fix="Correct the name, or declare the variable below `variables` with its first value.",
)

# Operators that assign to what is `undefined`; others make `NaN` or text of it.
_WHERE_UNSET = lazy_pattern(r"\s*(?:\?\?|\|\|)=")


def check(subject: Subject) -> Iterator[Report]:
    """Report each read of a name that no declaration, result or assignment gives."""
    scenario = subject.scenario
    names = set(scenario.variables)
    names.update(step.result.value for _, step in scenario.steps if step.result is not None)
    evaluated = [
        each for each in subject.expressions if each.place is not Place.ELSEWHERE and each.braces is None
    ]
    bare = {f"${name}" for name in names if not name.startswith("$")}
    names.update(
        reference.name
        for expression in evaluated
        for reference in expression.analysis.references
        if _gives_a_value(expression, reference)
    )
    # One that lacks its `$` is reported where it is given a value: the name that is read is right.
    known = Closest(bare.union(name for name in names if name.startswith("$")))
    from_outside = "api-initiated" in scenario.branches
    for expression in evaluated:
        for reference in expression.analysis.references:
            name = reference.name
            if not name.startswith("$") or name in names or name in expression.guarded:
                continue
            near = known.to(name)
            start, end = expression.span(reference.start, reference.end)
            message = f"`{name}` is never declared nor set"
            weight: Provenance | Effect = Effect.BREAKS
            advice = "declare it below `variables`, or store a `result` in it"
            if reference.access is Access.UPDATE:
                advice = "this needs a first value: declare it below `variables`"
            if from_outside:
                weight, advice = Provenance.ASSUMED, "fine if whoever starts the run passes it"
            if name in bare:
                given = subject.names.uses[name[1:]][0]
                related = ((*given.span, f"`{name[1:]}` is named without its `$` here"),)
                advice = f"write `{name}` there"
                yield Report(start, end, message, weight, help=advice, related=related)
            elif near is not None:
                message += f"; did you mean `{near}`?"
                mend = Mend(f"use `{near}`", safe=False, edits=((start, end, near),))
                yield Report(start, end, message, weight, mend=mend)
            else:
                yield Report(start, end, message, weight, help=advice)


def _gives_a_value(expression: Expression, reference: Reference) -> bool:
    """Return whether a variable has a value afterwards that it need not have had before."""
    if reference.access is Access.UPDATE:
        return _WHERE_UNSET.match(expression.code, reference.end) is not None
    return reference.access is Access.WRITE


RULE = Rule(PAGE, check)
