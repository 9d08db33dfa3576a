"""Whether a plan that was saved still holds: the account is as it was when the plan was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.sync.plan import NumberRow, Op

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.sync.plan import Plan, Row, ScenarioRow
    from callr_actions.sync.remote import Remote


def moved(plan: Plan, remote: Remote) -> tuple[str, ...]:
    """Return what has moved on the account since a plan was made, of what its rows are about."""
    return tuple(said for row in plan.rows for said in _moved(row, remote))


def _moved(row: Row, remote: Remote) -> Iterator[str]:
    if isinstance(row, NumberRow):
        yield from _number(row, remote)
    elif row.before is not None:
        yield from _scenario(row, remote)
    elif row.op is Op.CREATE:
        made = [each for each in remote.scenarios if each.mark is not None and each.mark.key == row.key]
        yield from (f"`{row.key}` was made meanwhile: {each}" for each in made)


def _scenario(row: ScenarioRow, remote: Remote) -> Iterator[str]:
    assert row.before is not None
    now = remote.by_sid.get(row.before.sid)
    if now is None:
        yield f"`{row.key}` ({row.before.sid}) is gone"
    elif now.fingerprint != row.before.fingerprint:
        yield f"`{row.key}` ({row.before.sid}) has another name or script"
    elif row.op is Op.DELETE and set(now.numbers) != set(row.before.numbers):
        yield f"`{row.key}` ({row.before.sid}) answers other numbers"


def _number(row: NumberRow, remote: Remote) -> Iterator[str]:
    holder = remote.holders.get(row.number)
    before = None if row.before is None else row.before.sid
    if remote.numbers is not None and row.number not in remote.numbers:
        yield f"{row.number} is no longer on the account"
    elif (None if holder is None else holder.sid) != before:
        yield f"{row.number} is answered by {'nobody' if holder is None else holder}"
