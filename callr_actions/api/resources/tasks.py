"""Tasks: what takes longer than a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.api.models.tasks import Task
from callr_actions.api.request import NOTHING, answer, ask

if TYPE_CHECKING:
    from callr_actions.api.request import Request

_TASK = answer(Task)


def get(task_id: str) -> Request[Task]:
    """Read how far a task is."""
    return ask("tasksGet", _TASK, taskid=task_id)


def cancel(task_id: str) -> Request[None]:
    """Stop a task that has not ended; what is left of one that runs is not defined."""
    return ask("tasksCancel", NOTHING, taskid=task_id)
