"""Tasks: get, cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.account import tasks as progress
from callr_actions.account.certainty import Certainty
from callr_actions.account.operation import Alias, Behaviour, Operation, Parameter, record
from callr_actions.account.problem import Problem
from callr_actions.account.shapes import TEXT, TIME_OR_NULL, WHOLE
from callr_actions.account.stores import tasks
from callr_actions.account.values import Text

if TYPE_CHECKING:
    from callr_actions.account.call import Call

TAG = "Tasks"
TASK = record(id=TEXT, status=TEXT, percent=WHOLE, ended=TIME_OR_NULL, result={}, error=TEXT)
TASK_ID = Parameter(
    "taskid",
    Text(32, 256, "[a-zA-Z0-9]{32,256}", "be 32 to 256 letters and digits"),
    required=True,
    says="the task's id",
)


def get(call: Call) -> dict[str, Any]:
    return tasks.written(tasks.get(call.database, call.owner.id, call.at["taskid"]))


def cancel(call: Call) -> None:
    row = tasks.get(call.database, call.owner.id, call.at["taskid"])
    if row["ended"] is not None:
        raise Problem(
            400, f"the task has ended ({row['status']}); only a pending or running one can be canceled"
        )
    tasks.end(call.database, row["taskid"], tasks.CANCELED, call.now)
    progress.announce(call, row["taskid"])


OPERATIONS = (
    Operation(
        "tasksGet",
        TAG,
        "Get a task",
        "GET",
        "/tasks/{taskid}",
        get,
        at=(TASK_ID,),
        answer=TASK,
        certainty=Certainty.INFERRED,
        aliases=(Alias("POST", "/tasks/{taskid}", "the migration guide prints POST"),),
        behaviours=(Behaviour("ends as success, error or canceled; `ended` is null until then"),),
    ),
    Operation(
        "tasksCancel",
        TAG,
        "Cancel a task",
        "DELETE",
        "/tasks/{taskid}",
        cancel,
        success=204,
        at=(TASK_ID,),
        behaviours=(
            Behaviour("only while it is pending or running", Certainty.DOCUMENTED),
            Behaviour("400 once it has ended"),
        ),
    ),
)
