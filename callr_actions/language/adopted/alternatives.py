"""Which of several alternatives the author meant, and what to say when none fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.adopted.outcome import Fault, Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.language.adopted.values import Value

# A step says by its action what it is; a value by its kind; a mapping by the constants among its members.
_OTHER_ACTION = 100_000
_OTHER_KIND = 10_000
_OTHER_CONSTANT = 1_000
_OTHER_KEYS = 10
_CONSTANTS = frozenset(("const", "enum"))


def choose(value: Value, outcomes: Sequence[Outcome], *, exclusive: bool) -> Outcome:
    """Return what a value's check against alternatives comes to.

    Args:
        value: the value.
        outcomes: of each alternative; at least one.
        exclusive: whether exactly one has to fit.
    """
    good = [each for each in outcomes if each.verdict is Verdict.GOOD]
    undecided = [each for each in outcomes if each.verdict is Verdict.OPEN]
    fitting = good + undecided
    seen = frozenset(name for each in fitting for name in each.seen)
    known = frozenset(name for each in fitting for name in each.known)
    if exclusive and len(good) > 1:
        return Outcome(Verdict.BAD, (Fault(value, "oneOf"),), seen, known)
    if good and not (exclusive and undecided):
        return Outcome(Verdict.GOOD, (), seen, known)
    if fitting:
        return Outcome(Verdict.OPEN, (), seen, known)
    if not value.is_mapping and not value.is_list:
        return _scalar(value, outcomes)
    costs = [sum(_cost(value, fault) for fault in each.faults) for each in outcomes]
    least = min(costs)
    action = value.items.get("action")
    if least >= _OTHER_ACTION and action is not None:
        return no_alternative(value, action)
    best = [each for each, cost in zip(outcomes, costs, strict=True) if cost == least]
    return _either_key(value, best) or best[0]


def no_alternative(value: Value, action: Value) -> Outcome:
    """Return what to say of a step whose action no alternative has."""
    everything = frozenset(value.items)
    return Outcome(Verdict.BAD, (Fault(action, "action"),), everything, frozenset(map(str, everything)))


def _cost(value: Value, fault: Fault) -> int:
    """Return how much a fault speaks against an alternative having been meant."""
    if fault.value is value:
        if fault.keyword == "type":
            return _OTHER_KIND
        if fault.name == "action":
            return _OTHER_ACTION if fault.keyword == "unknown" else _OTHER_KEYS
        return _OTHER_KEYS
    if fault.value is value.items.get("action"):
        return _OTHER_ACTION
    if fault.keyword in _CONSTANTS and len(fault.path) == len(value.path) + 1:
        return _OTHER_CONSTANT
    return 1


def _scalar(value: Value, outcomes: Sequence[Outcome]) -> Outcome:
    """Join what the alternatives want of a value that has no members: `a number or one of …`."""
    faults: list[Fault] = []
    for outcome in outcomes:
        kinds = [fault for fault in outcome.faults if fault.keyword == "type"]
        faults += kinds[:1] or outcome.faults[:1]
    if len(faults) == 1:
        return Outcome(Verdict.BAD, outcomes[0].faults if len(outcomes) == 1 else tuple(faults))
    return Outcome(Verdict.BAD, (Fault(value, "anyOf", tuple(faults)),))


def _either_key(value: Value, best: Sequence[Outcome]) -> Outcome | None:
    """Join alternatives of which each lacks one key and nothing else: `needs a or b`."""
    faults = [fault for each in best for fault in each.faults]
    names = tuple(dict.fromkeys(str(fault.name) for fault in faults))
    alike = all(fault.keyword == "required" and fault.value is value for fault in faults)
    if len(names) == 1 or len(faults) != len(best) or not alike:
        return None
    seen = frozenset(name for each in best for name in each.seen)
    known = frozenset(name for each in best for name in each.known)
    return Outcome(Verdict.BAD, (Fault(value, "required", names, name=names[0]),), seen, known)
