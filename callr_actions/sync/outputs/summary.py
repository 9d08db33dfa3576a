"""A plan in one line, such as `1 to create, 2 to update; 3 unchanged`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.sync.plan import Op

if TYPE_CHECKING:
    from callr_actions.sync.plan import Plan

_ABOUT_NUMBERS = {Op.ATTACH, Op.MOVE, Op.DETACH}


def summary(plan: Plan) -> str:
    """Return what is to be done, and how much is as it should be."""
    parts = [_part(op, count) for op, count in plan.counts.items()]
    same = f"{plan.unchanged:,} unchanged"
    return f"{', '.join(parts)}; {same}" if parts else f"nothing to do; {same}"


def protection(plan: Plan) -> str:
    """Return whether the account is protected, in words to put behind its name; empty where it is all one.

    callr.yaml can lose `protected` in the very change that is planned: whoever reads the plan has to see it.
    """
    if plan.protected is None or not plan.rows:
        return ""
    return " (protected)" if plan.protected else " (not protected)"


def _part(op: Op, count: int) -> str:
    if op is Op.CONFLICT:
        return f"{count:,} in conflict"
    if op in _ABOUT_NUMBERS:
        return f"{count:,} number{'' if count == 1 else 's'} to {op.value}"
    return f"{count:,} to {op.value}"
