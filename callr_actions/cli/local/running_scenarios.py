"""`dev runs`, `run`, `cancel`, `number`, `world`: runs as they really are, and the world around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.choices import OneOf
from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.local.calling import world_data
from callr_actions.cli.local.door import through_door
from callr_actions.cli.local.watching import Watcher, tell_failure
from callr_actions.cli.project import project_option
from callr_actions.cli.rendering.local_views import RUN_STATE
from callr_actions.cli.rendering.shape import shape_options
from callr_actions.cli.rendering.show import show_item, show_items
from callr_actions.cli.texts import json_or_text

if TYPE_CHECKING:
    from callr_actions.cli.local.door import Door
    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.exit_codes import ExitCode

_STATES = ("running", "completed", "failed", "cancelled")
_OUTCOMES = ("answers", "voicemail", "busy", "no-answer", "rejected", "unreachable")
_USUAL = "usual"


@click.command("runs", cls=ProgramCommand)
@click.argument("runid", metavar="[RUNID]", required=False)
@click.option("--state", type=OneOf(_STATES), help="Only those in this state.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="The most.")
@shape_options
@project_option
def runs(runid: str | None, *, state: str | None, limit: int, project_file: str | None, shape: Shape) -> None:
    """Show a run as it really is, or list the latest ones; Callr's API tells of no states.

    \b
    Examples:
      callr-actions dev runs --state failed
    """  # noqa: D301 - click reads it
    if runid is not None:
        found = through_door(project_file, lambda door: door.ask("GET", f"/runs/{runid}"))
        show_item(found, RUN_STATE, shape)
        return
    query: dict[str, Any] = {"limit": limit} | ({"state": state} if state else {})
    listed = through_door(project_file, lambda door: door.ask("GET", "/runs", params=query))
    show_items(listed, RUN_STATE, shape)


@click.command("run", cls=ProgramCommand)
@click.argument("runid", metavar="RUNID")
@click.option("--trace", is_flag=True, help="Show every step and condition, with its line.")
@click.option("--json", "as_json", is_flag=True, help="Events as JSON, one a line.")
@click.option("--follow", is_flag=True, help="Go on until the run has ended.")
@project_option
def run(runid: str, *, trace: bool, as_json: bool, follow: bool, project_file: str | None) -> ExitCode:
    """Show what happened in a run, event by event. Ends with 1 where it failed.

    \b
    Examples:
      callr-actions dev run api:9MNAB2H6 --trace
    """  # noqa: D301 - click reads it
    watcher = Watcher(as_json=as_json, trace=trace)

    async def work(door: Door) -> ExitCode:
        if follow:
            return tell_failure(await watcher.follow(door, runid, virtual=False))
        return tell_failure(await watcher.show(door, runid))

    return through_door(project_file, work)


@click.command("cancel", cls=ProgramCommand)
@click.argument("runid", metavar="RUNID")
@project_option
def cancel(runid: str, project_file: str | None) -> None:
    """Cancel a run of any kind: of the API, of a call, of a message.

    \b
    Examples:
      callr-actions dev cancel api:9MNAB2H6
    """  # noqa: D301 - click reads it
    through_door(project_file, lambda door: door.ask("DELETE", f"/runs/{runid}"))


@click.command("number", cls=ProgramCommand)
@click.argument("number", metavar="NUMBER")
@click.argument("outcome", metavar="BEHAVIOUR", type=OneOf((*_OUTCOMES, _USUAL)))
@click.option("--after", type=float, metavar="SECONDS", help="When that happens.")
@click.option("--press", metavar="KEYS", help="Keys for the first question, the second and so on: 1,2#")
@click.option("--say", metavar="TEXT", help="What is said first.")
@click.option("--talks", type=float, metavar="SECONDS", help="How long a talk lasts before they hang up.")
@click.option("--does", metavar="JSON", help="What they do, as a list of a world's `does`.")
@project_option
def number(
    number: str,
    outcome: str,
    *,
    after: float | None,
    press: str | None,
    say: str | None,
    talks: float | None,
    does: str | None,
    project_file: str | None,
) -> None:
    """Say how a number behaves when scenarios call it, in the runs that begin from now on.

    BEHAVIOUR is answers, voicemail, busy, no-answer, rejected or unreachable; `usual` is what the world says.

    \b
    Examples:
      callr-actions dev number +33142000000 busy
      callr-actions dev number +33142000000 answers --press 1 --talks 60
    """  # noqa: D301 - click reads it
    path = f"/numbers/{number}"
    if outcome == _USUAL:
        through_door(project_file, lambda door: door.ask("DELETE", path))
        return
    behaviour: dict[str, Any] = {"outcome": outcome}
    behaviour |= {name: value for name, value in (("after", after), ("talks", talks)) if value is not None}
    acts: list[Any] = [{"say": say}] if say is not None else []
    if press is not None:
        acts += [act for part in press.split(",") for act in ("asked", {"press": part.strip()})]
    found = json_or_text(does) if does is not None else []
    if not isinstance(found, list):
        raise click.BadParameter('write a list, such as ["asked", {"press": "1"}]', param_hint="--does")
    if acts or found:
        behaviour["does"] = [*acts, *found]
    through_door(project_file, lambda door: door.ask("PUT", path, json={"behaviour": behaviour}))


@click.command("world", cls=ProgramCommand)
@click.argument("file", metavar="FILE|usual")
@click.option("--scenario", metavar="SID", help="For this scenario's runs; else for those of the account.")
@project_option
def world(file: str, scenario: str | None, project_file: str | None) -> None:
    """Choose the world around the runs that begin from now on; `usual` takes the choice back.

    \b
    Examples:
      callr-actions dev world busy.world.yaml
      callr-actions dev world usual
    """  # noqa: D301 - click reads it
    query = {"scenario": scenario} if scenario else {}
    if file == _USUAL:
        through_door(project_file, lambda door: door.ask("DELETE", "/world", params=query))
        return
    given = {"world": world_data(file)}
    through_door(project_file, lambda door: door.ask("PUT", "/world", params=query, json=given))


COMMANDS = (runs, run, cancel, number, world)
