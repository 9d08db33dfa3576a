"""`dev export`, `import`, `seed`, `reset`: the account's starting state, as a file that a team can commit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.local.door import through_door
from callr_actions.cli.manners import say
from callr_actions.cli.project import project_option
from callr_actions.cli.rendering.show import write
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.question import ask
from callr_actions.cli.texts import STDIN, read_text
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.cli.local.door import Door

_EXAMPLE = Path(__file__).with_name("example.yaml")
_EMPTY = {"version", "credit"}

_yes = click.option("--yes", "-y", is_flag=True, help="Answer the question with yes.")


@click.command("export", cls=ProgramCommand)
@click.argument("file", required=False)
@project_option
def export(file: str | None, project_file: str | None) -> None:
    """Write what the account has as YAML into FILE, else to standard output.

    Credit, scenarios, numbers, audio files, end users, webhooks, sub-accounts; no keys, no secrets of
    webhooks, and nothing of what happened.

    \b
    Examples:
      callr-actions dev export local.yaml
    """  # noqa: D301 - click reads it
    from callr_actions.account.state_file import to_yaml

    document = through_door(project_file, lambda door: door.ask("GET", "/state"))
    write(to_yaml(document), None if file == STDIN else file)


@click.command("import", cls=ProgramCommand)
@click.argument("file")
@_yes
@project_option
def import_(file: str, yes: bool, project_file: str | None) -> None:
    """Replace all that the account has by the state in a file, or nothing of it.

    \b
    Examples:
      callr-actions dev import local.yaml
    """  # noqa: D301 - click reads it
    _replace(project_file, file, read_text(file), yes=yes)


@click.command("seed", cls=ProgramCommand)
@_yes
@project_option
def seed(yes: bool, project_file: str | None) -> None:
    """Give the account an example to work with: a scenario, two numbers, an end user.

    \b
    Examples:
      callr-actions dev seed --yes
    """  # noqa: D301 - click reads it
    _replace(project_file, "example", _EXAMPLE.read_text(encoding="utf-8"), yes=yes)


@click.command("reset", cls=ProgramCommand)
@_yes
@project_option
def reset(yes: bool, project_file: str | None) -> None:
    """Empty the account: as it was when it was new. Its key stays.

    \b
    Examples:
      callr-actions dev reset --yes
    """  # noqa: D301 - click reads it

    async def work(door: Door) -> None:
        await _agree(door, yes=yes)
        await door.ask("DELETE", "/state")

    through_door(project_file, work)


def _replace(project_file: str | None, shown: str, text: str, *, yes: bool) -> None:
    import json

    from callr_actions.account.state_file import from_yaml

    content = json.dumps(from_yaml(text, shown)).encode()

    async def work(door: Door) -> None:
        await _agree(door, yes=yes)
        try:
            await door.ask("PUT", "/state", files={"file": ("state.json", content)})
        except CallrActionsError as error:
            raise CallrActionsError(error.message, file=shown, exit_code=ExitCode.USAGE) from error

    through_door(project_file, work)


async def _agree(door: Door, *, yes: bool) -> None:
    """Return when everything that the account has may go.

    Raises:
        CallrActionsError: it may not, or nobody is there to be asked.
    """
    if yes:
        return
    there: dict[str, Any] = await door.ask("GET", "/state")
    has = [_counted(len(there[name]), name) for name in there if name not in _EMPTY]
    if not has:
        return
    from callr_actions.targets import surroundings

    consequence = f"this removes everything that the local account has: {', '.join(has)}"
    if not surroundings(MASKER).interactive:
        raise CallrActionsError(
            f"{consequence}; nobody is here to be asked", hint="add --yes", exit_code=ExitCode.REFUSED
        )
    say(consequence)
    if ask("go on? [y/N]").lower() not in {"y", "yes"}:
        raise CallrActionsError("declined; nothing was changed", exit_code=ExitCode.REFUSED)


COMMANDS = (export, import_, seed, reset)


def _counted(number: int, names: str) -> str:
    """Return how many of a list of the state, such as "1 end user" of `end-users`."""
    words = names.replace("-", " ")
    return f"{number} {words.removesuffix('s') if number == 1 else words}"
