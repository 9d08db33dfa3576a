"""Numbers: attached, moved and detached, each looked at again right before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.api.errors import ApiError, ConflictError, NotFoundError, ValidationError
from callr_actions.api.resources import numbers, scenarios
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.sync.applying.setting import rival

if TYPE_CHECKING:
    from callr_actions.sync.applying.journal import Entry
    from callr_actions.sync.applying.setting import Setting
    from callr_actions.sync.plan import NumberRow

_UNTOLD = "(untold)"


class NumberWrites:
    """Does one row at a time."""

    def __init__(self, setting: Setting) -> None:
        self._client = setting.client
        self._journal = setting.journal
        self._allow_gap = setting.allow_gap

    async def attach(self, row: NumberRow, sid: str) -> str:
        """Let a scenario answer a number, in one request; return what is special about it.

        Args:
            row: an attach or a move.
            sid: the scenario's.
        """
        if await self._is_there_already(row, sid):
            return "it was so already"
        await self._journal.note(_entry(row, sid))
        try:
            await self._client.send(scenarios.attach_number(sid, row.number))
        except (ConflictError, ValidationError) as error:
            if row.before is None or row.before.sid is None:
                raise
            return await self._with_a_gap(row, sid, row.before.sid, error)
        return ""

    async def detach(self, row: NumberRow) -> str:
        """Let nobody answer a number; return what is special about it."""
        before = None if row.before is None else row.before.sid
        assert before is not None, "somebody answers it"
        if await self._is_there_already(row, None):
            return "it was so already"
        await self._journal.note(_entry(row, before))
        try:
            await self._client.send(scenarios.detach_number(before, row.number))
        except NotFoundError:
            if await self._holder(row, before) is not None:
                raise
        return ""

    async def _with_a_gap(self, row: NumberRow, sid: str, before: str, error: ApiError) -> str:
        """Move a number that the account does not move in one request.

        Raises:
            CallrActionsError: that is not allowed, or failed; the number is then back where it was.
        """
        if not self._allow_gap:
            raise CallrActionsError(
                f"the account does not move {row.number} while it is attached: {error}",
                hint="`--allow-gap` detaches it first: for a moment nobody answers it",
                exit_code=ExitCode.REFUSED,
            ) from error
        await self._client.send(scenarios.detach_number(before, row.number))
        try:
            await self._client.send(scenarios.attach_number(sid, row.number))
        except ApiError:
            await self._client.send(scenarios.attach_number(before, row.number))
            raise
        return "detached first: for a moment nobody answered it"

    async def _is_there_already(self, row: NumberRow, sid: str | None) -> bool:
        """Whether somebody else has done it; an error where they have done something else.

        Raises:
            CallrActionsError: the number is not as it was when the plan was made.
        """
        before = None if row.before is None else row.before.sid
        try:
            now = await self._holder(row, before)
        except NotFoundError as error:
            raise rival(f"{row.number} is no longer on the account") from error
        if now == sid:
            return True
        if now not in {before, _UNTOLD}:
            where = "answered by nobody" if now is None else f"answered by {now}"
            raise rival(f"{row.number} is {where} since the plan was made; it is left alone")
        return False

    async def _holder(self, row: NumberRow, before: str | None) -> str | None:
        """Return the SID of who answers a number; `_UNTOLD` where the account does not tell of a free one."""
        found = await self._client.send(numbers.get(row.number))
        if found.scenario is not None and found.scenario.sid is not None:
            return found.scenario.sid
        if found.scenario is None and "scenario" in found.nulls:
            return None
        # The key is inferred: without it, the scenario that had the number is asked.
        if before is None:
            return _UNTOLD
        holder = await self._client.send(scenarios.get(before))
        return before if any(each.e164 == row.number for each in holder.numbers) else None


def _entry(row: NumberRow, sid: str) -> Entry:
    previous = None if row.before is None else {"sid": row.before.sid, "key": row.before.key}
    return {
        "kind": "before",
        "op": row.op.value,
        "key": row.key,
        "sid": sid,
        "number": row.number,
        "previous": previous,
    }
