"""When a plan is so large that it may be a mistake: a pure question with a plain answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.sync.plan import Op

if TYPE_CHECKING:
    from callr_actions.sync.plan import Plan

MOST_SHARE = 0.3
FEW_SCENARIOS = 10
MOST_LIVE_NUMBERS = 3
_CHANGES = frozenset((Op.CONFLICT, Op.ADOPT, Op.RENAME, Op.UPDATE, Op.DELETE))
_LIVE = frozenset((Op.MOVE, Op.DETACH))


def too_large(plan: Plan) -> str | None:
    """Return why a plan needs `--force-large`, or None.

    More than 30 % of 10 or more scenarios changed or deleted at once, or more than 3 numbers that are live
    moved, detached or left with a scenario that is deleted.
    """
    changed = sum(row.op in _CHANGES for row in plan.scenarios)
    if plan.ours >= FEW_SCENARIOS and changed > plan.ours * MOST_SHARE:
        share = round(100 * changed / plan.ours)
        return f"{changed:,} of {plan.ours:,} scenarios would change at once: {share} %, more than 30 %"
    moved = {row.number for row in plan.numbers if row.op in _LIVE}
    for row in plan.scenarios:
        if row.op is Op.DELETE and row.before is not None:
            moved.update(row.before.numbers)
    if len(moved) > MOST_LIVE_NUMBERS:
        return f"{len(moved):,} live numbers would be answered by another scenario or by none, more than 3"
    return None
