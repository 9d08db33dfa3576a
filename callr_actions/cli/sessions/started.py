"""A task that a command has started: print its id, or wait for its end."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.rendering.show import show_item, write
from callr_actions.cli.rendering.views import TASK
from callr_actions.cli.sessions.waiting import timeout_option, wait_until
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.session import Session


class TaskWish(NamedTuple):
    """Whether to wait for a task, and how many seconds at most."""

    wait: bool
    timeout: float


def task_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--wait` and `--timeout`, as the argument `wish`."""

    @wraps(command)
    def packed(*arguments: object, wait: bool, timeout: float, **others: object) -> object:
        return command(*arguments, wish=TaskWish(wait, timeout), **others)

    wait = click.option("--wait", is_flag=True, help="Wait for the task that does it, and show it.")
    decorated: Callable[..., Any] = wait(timeout_option(packed))
    return decorated


out_option = click.option(
    "--out", metavar="FILE", help="Wait, and write to FILE what the task made, such as CSV."
)


async def task_started(session: Session, task_id: str, wish: TaskWish, shape: Shape) -> int:
    """Show the id of a task, or wait for it and show its end; return the exit code."""
    if wish.wait:
        return await task_ended(session, task_id, wish.timeout, shape)
    show_item({"id": task_id}, TASK, shape)
    session.say(f"wait for it with `callr-actions tasks wait {task_id}`")
    return ExitCode.DONE


async def task_ended(
    session: Session, task_id: str, timeout: float, shape: Shape, *, out: str | None = None
) -> int:
    """Wait for a task and show its end; return the exit code, 1 for a task that failed.

    Args:
        session: the account.
        task_id: the task.
        timeout: the longest wait in seconds.
        shape: how the task is shown.
        out: where to write the file whose address is the task's result.

    Raises:
        CallrActionsError: it takes longer than `timeout` seconds, or the file cannot be had or written.
    """
    from callr_actions.api.resources import tasks

    task = await wait_until(
        session,
        tasks.get(task_id),
        lambda each: each.finished,
        seconds=timeout,
        what=f"the task {task_id}",
        state=lambda each: f"{each.status}, {each.percent:g} %",
    )
    show_item(task, TASK, shape)
    if task.failed:
        session.say(f"the task failed: {task.error}")
        return ExitCode.FINDINGS
    if out is not None:
        content = await session.client.download(task.result)
        write(content, out)
        session.say(f"wrote {out} ({len(content):,} bytes)")
    return ExitCode.DONE
