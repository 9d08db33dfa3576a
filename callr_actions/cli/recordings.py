"""`callr-actions recordings`: recordings of calls and voicemails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.completion import completing
from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item
from callr_actions.cli.rendering.views import RECORDING
from callr_actions.cli.sessions.gate import Change, pass_gate
from callr_actions.cli.sessions.listing import list_options, show_search
from callr_actions.cli.sessions.options import account_options, writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.sessions.started import task_options, task_started
from callr_actions.cli.times import time
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from datetime import datetime

    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.sessions.listing import Extent
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.sessions.started import TaskWish

sids_argument = click.argument("sids", metavar="[SID]...", nargs=-1, shell_complete=completing("recordings"))
everything_option = click.option(
    "--all", "everything", is_flag=True, help="Every recording of the account, instead of SIDs."
)


@click.group("recordings", cls=CommandGroup)
def command() -> None:
    """Recordings of calls and voicemails. The API does not give their sound.

    \b
    Examples:
      callr-actions recordings list --unread
      callr-actions recordings mark 49ar31f8 --read
    """  # noqa: D301 - click reads it


@command.command("list")
@click.option("--type", "kind", metavar="TYPE", help="Only these, such as call or voicemail.")
@click.option("--caller", metavar="NUMBER", help="Only of calls from this number.")
@click.option("--callee", metavar="NUMBER", help="Only of calls to this number.")
@click.option("--call", "call_id", type=int, metavar="ID", help="Only of this call.")
@click.option("--read/--unread", default=None, help="Only those that were read, or were not.")
@click.option("--after", type=time, metavar="TIME", help="Only those made after this day or time.")
@click.option("--before", type=time, metavar="TIME", help="Only those made before this day or time.")
@click.option("--read-after", type=time, metavar="TIME", help="Only those read after this day or time.")
@click.option("--read-before", type=time, metavar="TIME", help="Only those read before this day or time.")
@click.option(
    "--min-duration", type=click.IntRange(0), metavar="SECONDS", help="Only those as long, or longer."
)
@list_options("created")
@account_options
def list_recordings(
    kind: str | None,
    caller: str | None,
    callee: str | None,
    call_id: int | None,
    read: bool | None,
    after: datetime | str | None,
    before: datetime | str | None,
    read_after: datetime | str | None,
    read_before: datetime | str | None,
    min_duration: int | None,
    target: Target,
    extent: Extent,
    shape: Shape,
) -> None:
    """List recordings.

    \b
    Examples:
      callr-actions recordings list --unread --type voicemail
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.requests.recordings import SearchRecordings
        from callr_actions.api.resources import recordings

        inputs = SearchRecordings(
            type=kind,
            caller=caller,
            callee=callee,
            call_id=call_id,
            read=read,
            read_after=read_after,
            read_before=read_before,
            created_after=after,
            created_before=before,
            min_duration=min_duration,
            **extent.paging(),
        )
        await show_search(session, recordings.search(inputs), RECORDING, extent, shape)

    run_session(target, work)


@command.command("get")
@click.argument("sid", metavar="SID", shell_complete=completing("recordings"))
@shape_options
@account_options
def get(sid: str, target: Target, shape: Shape) -> None:
    """Show what is known of a recording.

    \b
    Examples:
      callr-actions recordings get 49ar31f8
    """  # noqa: D301 - click reads it

    async def work(session: Session) -> None:
        from callr_actions.api.resources import recordings

        show_item(await session.send(recordings.get(sid)), RECORDING, shape)

    run_session(target, work)


@command.command("mark")
@sids_argument
@click.option("--read/--unread", default=None, help="What they become.")
@everything_option
@task_options
@shape_options
@writing_options
def mark(
    sids: tuple[str, ...],
    read: bool | None,
    everything: bool,
    wish: TaskWish,
    target: Target,
    shape: Shape,
) -> int:
    """Mark recordings as read or unread: at most 100 SIDs, or --all.

    One is marked and shown; of several a task is started and its id printed (see --wait).

    \b
    Examples:
      callr-actions recordings mark 49ar31f8 --read
      callr-actions recordings mark --all --unread
    """  # noqa: D301 - click reads it
    if read is None:
        raise click.UsageError("say what they become: --read or --unread")
    _check(sids, everything)

    async def work(session: Session) -> int:
        from callr_actions.api.requests.recordings import UpdateRecording, UpdateRecordings
        from callr_actions.api.resources import recordings

        word = "read" if read else "unread"
        change = Change(f"mark {_which(sids)} as {word}", asks=everything)
        if len(sids) == 1:
            one = recordings.update(sids[0], UpdateRecording(read=read))
            pass_gate(session, change)
            show_item(await session.send(one), RECORDING, shape)
            return ExitCode.DONE
        many = recordings.update_many(UpdateRecordings(sids=sids, read=read, all=everything))
        pass_gate(session, change)
        return await task_started(session, await session.send(many), wish, shape)

    return run_session(target, work)


@command.command("delete")
@sids_argument
@everything_option
@task_options
@shape_options
@writing_options
def delete(sids: tuple[str, ...], everything: bool, wish: TaskWish, target: Target, shape: Shape) -> int:
    """Delete recordings, for good: at most 100 SIDs, or --all.

    One is deleted at once; of several a task is started and its id printed (see --wait).

    \b
    Examples:
      callr-actions recordings delete 49ar31f8
    """  # noqa: D301 - click reads it
    _check(sids, everything)

    async def work(session: Session) -> int:
        from callr_actions.api.requests.recordings import DeleteRecordings
        from callr_actions.api.resources import recordings

        change = Change(f"delete {_which(sids)}, for good", asks=True)
        if len(sids) == 1:
            pass_gate(session, change)
            await session.send(recordings.delete(sids[0]))
            session.say(f"deleted the recording {sids[0]}")
            return ExitCode.DONE
        many = recordings.delete_many(DeleteRecordings(sids=sids, all=everything))
        pass_gate(session, change)
        return await task_started(session, await session.send(many), wish, shape)

    return run_session(target, work)


def _check(sids: tuple[str, ...], everything: bool) -> None:
    """Refuse no SID without `--all`, which the API would take for every recording of the account."""
    if not sids and not everything:
        raise click.UsageError("name the recordings by their SIDs, or say --all for every one of the account")
    if sids and everything:
        raise click.UsageError("SIDs and --all: only one of them can be")


def _which(sids: tuple[str, ...]) -> str:
    if not sids:
        return "EVERY recording of the account"
    return f"the recording {sids[0]}" if len(sids) == 1 else f"{len(sids)} recordings: {', '.join(sids)}"
