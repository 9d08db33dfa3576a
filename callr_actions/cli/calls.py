"""`callr-actions calls`: ending a call, exporting the records of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.choices import DIRECTIONS, OneOf
from callr_actions.cli.completion import completing
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.options import writing_options
from callr_actions.cli.sessions.references import find_scenario
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.sessions.started import out_option, task_ended, task_options, task_started
from callr_actions.cli.times import time

if TYPE_CHECKING:
    from datetime import datetime

    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.sessions.started import TaskWish


@click.group("calls", cls=CommandGroup)
def command() -> None:
    """Calls: the API can end one and export their records, and neither list nor read them.

    \b
    Examples:
      callr-actions calls export --direction inbound \\
          --from 2025-03-01 --to 2025-04-01
    """  # noqa: D301 - click reads it


@command.command("hangup")
@click.argument("call_id", type=int, metavar="CALL-ID")
@writing_options
def hangup(call_id: int, target: Target) -> None:
    """End a call that is going on.

    \b
    Examples:
      callr-actions calls hangup 4021
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import calls

        request = calls.hang_up(call_id)
        pass_gate(session, Change(f"end the call {call_id}", asks=True))
        await session.send(request)
        session.say(f"ended the call {call_id}")

    run_session(target, work)


@command.command("export")
@click.option("--direction", type=OneOf(DIRECTIONS), required=True, help="Calls in, or calls out.")
@click.option(
    "--from", "from_", type=time, required=True, metavar="TIME", help="The first day, or the time it begins."
)
@click.option(
    "--to",
    type=time,
    required=True,
    metavar="TIME",
    help="The end: 2025-04-01 for all of March. At most 31 days later.",
)
@click.option(
    "--scenario",
    metavar="KEY|NAME|SID",
    shell_complete=completing("keys", "scenarios"),
    help="Only calls that it handled.",
)
@click.option("--number", metavar="NUMBER", help="The number called, or the one that forwarded.")
@task_options
@out_option
@shape_options
@writing_options
def export(
    direction: str,
    from_: datetime | str,
    to: datetime | str,
    scenario: str | None,
    number: str | None,
    wish: TaskWish,
    out: str | None,
    target: Target,
    shape: Shape,
) -> int:
    """Start an export of call records as CSV.

    The id of its task is printed; five exports a day are allowed. --wait shows the ended task, whose result
    says where the file is for a day. --out fetches it, if it is on the account's own host. A TIME is a day
    (the midnight it begins with), a day and an hour, or RFC 3339.

    \b
    Examples:
      callr-actions calls export --direction inbound \\
          --from 2025-03-01 --to 2025-04-01
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> int:
        from callr_actions.api.requests.calls import ExportCalls
        from callr_actions.api.resources import calls

        sid = None if scenario is None else (await find_scenario(session, scenario)).sid
        inputs = ExportCalls(direction=direction, from_=from_, to=to, scenario=sid, number=number)
        pass_gate(session, Change("export the records of calls"))
        task_id = await session.send(calls.export(inputs))
        if out is not None:
            return await task_ended(session, task_id, wish.timeout, shape, out=out)
        return await task_started(session, task_id, wish, shape)

    return run_session(target, work)
