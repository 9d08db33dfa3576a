"""CA506: variables that are read before anything has set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.model import Access
from callr_actions.language.assignments import reads_before_assignment
from callr_actions.language.explanation import Explanation
from callr_actions.language.facts import Context
from callr_actions.language.finding import Provenance
from callr_actions.language.user_names import UseKind, copes
from callr_actions.linter.rule import Effect, Report, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.user_names import NameUse
    from callr_actions.linter.context import Subject
    from callr_actions.linter.rule import Weight

PAGE = Explanation(
    code="CA506",
    name="read-before-assignment",
    summary="A variable is read where no path can have set it yet.",
    why="""\
It is set somewhere, but never before this place: it reads as `undefined`, and `.ok` of it ends the run. A
counter that is never declared is the usual case: `$n = $n + 1` makes `NaN`. Every path counts, also other
legs and rounds of a loop. A reading that copes with nothing (`$x?.ok`, `$x ?? 0`, `!$x`) is left alone.
In a run that the API starts the value may come from outside, so there it is an info.
""",
    bad="""\
branches:
  inbound-sms:
    actions:
      - if: $order.ok
        action: sms@v1
        params:
          to:
            - ${{ sms.fromNumber }}
          body: We have your order.
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
      - if: $order.ok
        action: sms@v1
        params:
          to:
            - ${{ sms.fromNumber }}
          body: We have your order.
""",
    fix="Move the step that sets it up, or declare the variable below `variables` with its first value.",
)

_GIVEN = (UseKind.WRITE, UseKind.RESULT)
_FROM_OUTSIDE = frozenset((Context.API_INITIATED, Context.ANSWERED_FROM_API, Context.EVENTS_READY))


def check(subject: Subject) -> Iterator[Report]:
    """Report each reading that no assignment precedes on any path; of a lone counter the first one."""
    names = subject.names
    if subject.paths.open_ended or not names.complete:
        return
    wanted = [name for name, uses in names.uses.items() if name.startswith("$") and _is_wanted(uses)]
    counters: set[str] = set()
    for use in reads_before_assignment(subject.paths, names, wanted):
        assert use.reference is not None
        assert use.expression is not None
        if any(each.kind in _GIVEN for each in names.uses[use.name]):
            # `$n = $n + 1` is two uses; the one that reads is the place.
            if use.reference.access is not Access.WRITE and not copes(use.reference, use.expression.code):
                yield _report(subject, use, f"`{use.name}` is read before anything sets it")
        elif use.kind is UseKind.UPDATE and use.name not in counters:
            counters.add(use.name)
            yield _report(subject, use, f"`{use.name}` is made from its own value and has no first one")


def _is_wanted(uses: list[NameUse]) -> bool:
    """Return whether a variable is set somewhere but not declared; one that never is has its own rule."""
    return uses[0].kind is not UseKind.DECLARED and any(
        use.kind in _GIVEN or (use.reference is not None and use.reference.access is Access.WRITE)
        for use in uses
    )


def _report(subject: Subject, use: NameUse, message: str) -> Report:
    assert use.expression is not None
    assert use.expression.branch is not None
    assert use.step is not None
    weight: Weight = Effect.CAN_BREAK
    advice = "declare it below `variables` with its first value"
    contexts = subject.flow.step_contexts(use.expression.branch, use.step)
    if "api-initiated" in subject.scenario.branches and contexts & _FROM_OUTSIDE:
        weight, advice = Provenance.ASSUMED, "fine if whoever starts the run passes it"
    related: tuple[tuple[int, int, str], ...] = ()
    given = next((each for each in subject.names.uses[use.name] if each.kind in _GIVEN), None)
    if given is not None:
        related = ((*given.span, "it is set here"),)
    return Report(*use.span, message, weight, help=advice, related=related)


RULE = Rule(PAGE, check)
