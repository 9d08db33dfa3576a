"""Recordings of calls and voicemails."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from callr_actions.api.models.paging import Page
from callr_actions.api.models.recordings import Recording
from callr_actions.api.paging import Search
from callr_actions.api.request import NOTHING, answer, ask
from callr_actions.api.requests.recordings import SearchRecordings

if TYPE_CHECKING:
    from callr_actions.api.request import Request
    from callr_actions.api.requests.recordings import DeleteRecordings, UpdateRecording, UpdateRecordings

_RECORDING = answer(Recording)
_PAGE = answer(Page[Recording])
_TASK_ID = answer(str)


def search(inputs: SearchRecordings | None = None) -> Search[Recording]:
    """List recordings."""
    return Search.of("recordingsSearch", _PAGE, inputs or SearchRecordings(), identity=attrgetter("sid"))


def update_many(inputs: UpdateRecordings) -> Request[str]:
    """Mark many recordings; answers the id of the task that does it."""
    return ask("recordingsUpdateBulk", _TASK_ID, inputs)


def delete_many(inputs: DeleteRecordings) -> Request[str]:
    """Delete many recordings; answers the id of the task that does it."""
    return ask("recordingsDeleteBulk", _TASK_ID, inputs)


def get(sid: str) -> Request[Recording]:
    """Read what is known of a recording."""
    return ask("recordingsGet", _RECORDING, sid=sid)


def update(sid: str, inputs: UpdateRecording) -> Request[Recording]:
    """Mark a recording as read or not."""
    return ask("recordingsUpdate", _RECORDING, inputs, sid=sid)


def delete(sid: str) -> Request[None]:
    """Delete a recording."""
    return ask("recordingsDelete", NOTHING, sid=sid)
