"""CA502: predefined variables where they do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Place
from callr_actions.language.facts import Context
from callr_actions.language.finding import Provenance
from callr_actions.linter.rule import Report, Rule
from callr_actions.linter.words import either

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.facts import PredefinedVariable
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA502",
    name="variable-out-of-context",
    summary="`call`, `sms` or another predefined variable is read where it does not exist.",
    why="""\
`call` exists with an inbound call, `sms` with an inbound SMS, `recording` in the handler of a recording.
Elsewhere reading it is at best `undefined`. A branch that several entries reach is reported only when
none of them provides the variable; where Callr's documentation leaves it open, it is an info.
""",
    bad="""\
branches:
  inbound-sms:
    actions:
      - action: log@v1
        params:
          message: ${{ call.fromType }}
""",
    good="""\
branches:
  inbound-sms:
    actions:
      - action: log@v1
        params:
          message: ${{ sms.fromType }}
""",
    fix="Read the variable of what started the run, or store the value in a `$variable` where it exists.",
)

_WORDS = {
    Context.INBOUND_CALL: "an inbound call",
    Context.INBOUND_SMS: "an inbound SMS",
    Context.API_INITIATED: "a run started through the API",
    Context.HANGUP: "the end of an inbound call",
    Context.ANSWERED_FROM_CALL: "a leg dialled from an inbound call",
    Context.ANSWERED_FROM_API: "a leg dialled by an API run",
    Context.EVENTS_READY: "the handler of a recording",
}


def check(subject: Subject) -> Iterator[Report]:
    """Hold each read of a predefined variable against the contexts that its step can run in."""
    for expression in subject.expressions:
        if expression.place is Place.ELSEWHERE or expression.step is None or expression.branch is None:
            continue
        if expression.braces is not None:
            continue  # CA601 says what is wrong
        contexts = subject.flow.step_contexts(expression.branch, expression.step)
        for reference in expression.analysis.references:
            variable = subject.catalog.variables.get(reference.name)
            if variable is None or reference.name in expression.guarded or not contexts:
                continue
            weight = _weight(variable, contexts)
            if weight is not None:
                start, end = expression.span(reference.start, reference.end)
                where = either(_WORDS[each] for each in Context if each in contexts)
                message = f"`{variable.name}` does not exist in {where}"
                if weight is Provenance.ASSUMED:
                    message = f"whether `{variable.name}` exists in {where} is not documented"
                provided = either(_WORDS[each] for each in Context if _known(variable, each))
                yield Report(start, end, message, weight, help=f"it exists in {provided}")


def _known(variable: PredefinedVariable, context: Context) -> bool:
    return variable.available.get(context) in (Provenance.DOCUMENTED, Provenance.INFERRED, Provenance.SCHEMA)


def _weight(variable: PredefinedVariable, contexts: frozenset[Context]) -> Provenance | None:
    """Return how sure it is that no context has the variable; None where one has it."""
    if any(_known(variable, context) for context in contexts):
        return None
    if any(context in variable.available for context in contexts):
        return Provenance.ASSUMED
    return Provenance.INFERRED


RULE = Rule(PAGE, check)
