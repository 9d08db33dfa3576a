"""`dev call`, `press`, `say`, `hang-up`, `calls`: calls to the account's numbers, and the people on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.local.door import through_door
from callr_actions.cli.local.watching import RUNNING, Watcher, tell_failure
from callr_actions.cli.manners import say
from callr_actions.cli.project import project_option
from callr_actions.cli.rendering.local_views import LIVE_CALL
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_items
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.local.door import Door
    from callr_actions.cli.rendering.shape import Shape


@click.command("call", cls=ProgramCommand)
@click.argument("caller", metavar="FROM")
@click.argument("number", metavar="TO")
@click.option("--press", metavar="KEYS", help="Keys for the first question, the second and so on: 1,2#")
@click.option("--script", metavar="FILE", help="What the caller does, as a world's `does`: a YAML list.")
@click.option("--world", metavar="FILE", help="Who answers and how, in this call: a YAML file.")
@click.option("--withheld", is_flag=True, help="Withhold the caller's number.")
@click.option("--detach", is_flag=True, help="Print the ids and do not wait for the end of the call.")
@click.option("--trace", is_flag=True, help="Show every step and condition, with its line.")
@click.option("--json", "as_json", is_flag=True, help="Events as JSON, one a line.")
@project_option
def call(
    caller: str,
    number: str,
    *,
    press: str | None,
    script: str | None,
    world: str | None,
    withheld: bool,
    detach: bool,
    trace: bool,
    as_json: bool,
    project_file: str | None,
) -> ExitCode:
    """Call a number of the account, and show what happens; Ctrl-C hangs up.

    The caller does what --press, --script or the world says. Where `dev` serves the account in real time,
    `dev press`, `say` and `hang-up` in another terminal are the caller, too.

    \b
    Examples:
      callr-actions dev call +33639980101 +33199000101 --press 1
    """  # noqa: D301 - click reads it
    if press is not None and script is not None:
        raise click.UsageError("--press and --script exclude each other")
    given: dict[str, Any] = {"from": caller, "to": number}
    if press is not None:
        given["does"] = _answers(press)
    elif script is not None:
        given["does"] = _yaml(script)
    if world is not None:
        given["world"] = world_data(world)
    if withheld:
        given["restricted"] = True
    watcher = Watcher(as_json=as_json, trace=trace)

    async def work(door: Door) -> ExitCode:
        placed = await door.ask("POST", "/calls", json=given)
        callid, runid = placed["callid"], placed["runid"]
        if detach:
            click.echo(f"{callid} {runid}")
            return ExitCode.DONE
        try:
            state = await watcher.follow(door, runid, virtual=placed["virtual"])
        except BaseException as error:
            if _is_interruption(error):
                await _end(door, callid)
            raise
        if state["state"] == RUNNING:
            say(
                f"the call {callid} is still in progress, and nobody on it has anything more to do;"
                f" `callr-actions dev hang-up --call {callid}` ends it"
            )
        return tell_failure(state)

    return through_door(project_file, work)


def _is_interruption(error: BaseException) -> bool:
    import asyncio

    # What Ctrl-C becomes within asyncio.run.
    return isinstance(error, asyncio.CancelledError | KeyboardInterrupt)


async def _end(door: Door, callid: int) -> None:
    from contextlib import suppress

    with suppress(CallrActionsError):  # it may have ended by itself meanwhile
        await door.ask("DELETE", f"/calls/{callid}")


_call_option = click.option(
    "--call", "callid", type=int, metavar="ID", help="Which call; needed only where several are in progress."
)


@click.command("press", cls=ProgramCommand)
@click.argument("keys", metavar="KEYS")
@_call_option
@project_option
def press_keys(keys: str, callid: int | None, project_file: str | None) -> None:
    """Press keys on a call in progress.

    \b
    Examples:
      callr-actions dev press 1
    """  # noqa: D301 - click reads it
    _do(
        project_file,
        callid,
        lambda door, found: door.ask("POST", f"/calls/{found}/keys", json={"keys": keys}),
    )


@click.command("say", cls=ProgramCommand)
@click.argument("text", metavar="TEXT")
@_call_option
@project_option
def speak(text: str, callid: int | None, project_file: str | None) -> None:
    """Say something on a call in progress.

    \b
    Examples:
      callr-actions dev say "Good morning"
    """  # noqa: D301 - click reads it
    _do(
        project_file,
        callid,
        lambda door, found: door.ask("POST", f"/calls/{found}/words", json={"text": text}),
    )


@click.command("hang-up", cls=ProgramCommand)
@_call_option
@project_option
def hang_up(callid: int | None, project_file: str | None) -> None:
    """Hang up a call in progress, as the person on it.

    \b
    Examples:
      callr-actions dev hang-up
    """  # noqa: D301 - click reads it
    _do(project_file, callid, lambda door, found: door.ask("DELETE", f"/calls/{found}"))


@click.command("calls", cls=ProgramCommand)
@shape_options
@project_option
def calls(project_file: str | None, shape: Shape) -> None:
    """List the calls in progress.

    \b
    Examples:
      callr-actions dev calls
    """  # noqa: D301 - click reads it
    show_items(through_door(project_file, lambda door: door.ask("GET", "/calls")), LIVE_CALL, shape)


def _do(project_file: str | None, callid: int | None, act: Callable[[Door, int], Any]) -> None:
    async def work(door: Door) -> None:
        await act(door, callid if callid is not None else await _only_call(door))

    through_door(project_file, work)


async def _only_call(door: Door) -> int:
    """Return the only call in progress; of the legs of one run, that of the caller.

    Raises:
        CallrActionsError: there is none, or there are several.
    """
    there = await door.ask("GET", "/calls")
    candidates = [each for each in there if each["leg"] == "caller"] or there
    if len(candidates) == 1:
        return int(candidates[0]["callid"])
    if not candidates:
        raise CallrActionsError(
            "no call is in progress",
            hint="calls last only where `callr-actions dev` serves the account; else they are over at once",
            exit_code=ExitCode.ACCOUNT,
        )
    raise CallrActionsError(
        f"{len(candidates)} calls are in progress: {', '.join(str(each['callid']) for each in candidates)}",
        hint="say which one with --call ID",
    )


def world_data(file: str) -> dict[str, Any]:
    """Return what a world file says, as JSON.

    Raises:
        CallrActionsError: it has errors, which are printed.
    """
    from callr_actions.cli.simulated import read_world_file

    read_world_file(file)
    found = _yaml(file)
    return found if isinstance(found, dict) else {}


def _yaml(file: str) -> Any:  # noqa: ANN401 - what YAML holds
    from callr_actions.cli.simulated import require_file
    from callr_actions.language.document import read_document
    from callr_actions.language.tree import plain_data

    require_file(file)
    document = read_document(Path(file), Path(file).as_posix(), what="a script")
    if document.root is None:
        reason = document.problems[0].message if document.problems else "it is empty"
        raise CallrActionsError(reason, file=file)
    return plain_data(document.root)


def _answers(press: str) -> list[Any]:
    parts = [part.strip() for part in press.split(",")]
    if not all(parts):
        raise click.UsageError(f"--press {press}: one of the answers is empty; write 1,2#")
    return [act for part in parts for act in ("asked", {"press": part})]


COMMANDS = (call, press_keys, speak, hang_up, calls)
