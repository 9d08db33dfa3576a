"""How a task goes: pending, running, ended; each change is an event. The last step does its work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import events
from callr_actions.account.stores import tasks
from callr_actions.account.work import later

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.account.call import Call
    from callr_actions.account.work import Job

_STEP = 500
_HALF = 50


def start(call: Call, kind: str, **subject: Any) -> str:  # noqa: ANN401 - JSON
    """Start a task; return its id.

    Args:
        call: the request that starts it.
        kind: which of the steps does it; the step calls `advance`.
        subject: what the step is given; JSON.
    """
    taskid = call.names.task()
    tasks.insert(call.database, call.owner.id, taskid, kind, call.now)
    later(call, kind, _STEP, taskid=taskid, **subject)
    return taskid


def advance(job: Job, kind: str, finish: Callable[[Job], object]) -> None:
    """Take a task's next step: set it running, or finish it. One that was canceled stays so.

    Args:
        job: the step.
        kind: the task's kind.
        finish: does what the task is for; returns its result.
    """
    taskid = job.subject["taskid"]
    row = tasks.get(job.database, job.owner.id, taskid)
    if row["status"] == tasks.PENDING:
        tasks.run(job.database, taskid, _HALF)
        later(job, kind, _STEP, **job.subject)
    elif row["status"] == tasks.RUNNING:
        tasks.end(job.database, taskid, tasks.SUCCESS, job.now, finish(job))
    else:
        return
    announce(job, taskid)


def announce(cause: Call | Job, taskid: str) -> None:
    """Tell the webhooks what a task is now."""
    row = tasks.get(cause.database, cause.owner.id, taskid)
    events.announce(cause, "v2.task.updated", tasks.written(row))
