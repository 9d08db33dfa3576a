"""`callr-actions tasks`: what takes the account longer than a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item
from callr_actions.cli.rendering.views import TASK
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.sessions.started import out_option, task_ended
from callr_actions.cli.sessions.waiting import timeout_option

if TYPE_CHECKING:
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

task_argument = click.argument("task_id", metavar="TASK")


@click.group("tasks", cls=CommandGroup)
def command() -> None:
    """Tasks: exports, and changes of many recordings at once. TASK is the id printed at the start of one.

    \b
    Examples:
      callr-actions tasks wait TASK --out calls.csv
    """  # noqa: D301 - click reads it


@command.command("get")
@task_argument
@shape_options
@account_options
def get(task_id: str, target: Target, shape: Shape) -> None:
    """Show how far a task is.

    \b
    Examples:
      callr-actions tasks get TASK
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import tasks

        show_item(await session.send(tasks.get(task_id)), TASK, shape)

    run_session(target, work)


@command.command("wait")
@task_argument
@timeout_option
@out_option
@shape_options
@account_options
def wait(task_id: str, timeout: float, out: str | None, target: Target, shape: Shape) -> int:
    """Wait until a task has ended, and show it. Ends with 1 when it failed.

    \b
    Examples:
      callr-actions tasks wait TASK --out calls.csv
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> int:
        return await task_ended(session, task_id, timeout, shape, out=out)

    return run_session(target, work)


@command.command("cancel")
@task_argument
@writing_options
def cancel(task_id: str, target: Target) -> None:
    """Stop a task. What one that runs has done by then stays done.

    \b
    Examples:
      callr-actions tasks cancel TASK
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import tasks

        request = tasks.cancel(task_id)
        pass_gate(session, Change(f"stop the task {task_id}"))
        await session.send(request)
        session.say(f"stopped the task {task_id}")

    run_session(target, work)
