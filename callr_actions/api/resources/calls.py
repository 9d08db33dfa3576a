"""Calls: the API can end one and export their records, and neither list nor read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.api.request import NOTHING, answer, ask

if TYPE_CHECKING:
    from callr_actions.api.request import Request
    from callr_actions.api.requests.calls import ExportCalls

_TASK_ID = answer(str)


def hang_up(call_id: int) -> Request[None]:
    """End a call."""
    return ask("callsHangup", NOTHING, callid=call_id)


def export(inputs: ExportCalls) -> Request[str]:
    """Start an export of call records as CSV; answers the id of the task that makes it."""
    return ask("callsExport", _TASK_ID, inputs)
