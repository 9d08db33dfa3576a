"""`callr-actions drift`: how an account and the folder differ, and which of them has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.manners import room
from callr_actions.cli.places import read_places
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.options import account_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session

FORMATS = ("text", "json", "markdown")


@click.command("drift", cls=ProgramCommand)
@click.option("--diff", is_flag=True, help="Show the lines that were edited on the account.")
@click.option("--exit-code", "by_code", is_flag=True, help="End with 2 where anything differs.")
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help=f"{', '.join(FORMATS)}; to FILE, else to standard output. Repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --output json.")
@account_options
def command(diff: bool, by_code: bool, outputs: tuple[str, ...], as_json: bool, target: Target) -> int:
    """Say how an account and the folder differ, and which of them has moved since the last deploy.

    `local ahead`: a change here is not deployed. `remote ahead`: somebody has edited the account, and `pull`
    takes it. `both`: both. `gone`: one side does not have the scenario any more. What callr.yaml lists
    under `drift-ignore` is shown and does not count, until its day. The account is only read. With --diff,
    and always in JSON and Markdown, the lines that were edited on the account are shown.

    \b
    Examples:
      callr-actions drift --account production --diff
      callr-actions drift -o text -o markdown=drift.md --exit-code
    """  # noqa: D301 - click reads it
    places = read_places((*outputs, "json") if as_json else outputs, FORMATS)

    async def work(session: Session) -> int:
        import os
        import sys
        from datetime import UTC, datetime

        from callr_actions.cli.folder_and_account import folder_of, read_both
        from callr_actions.cli.rendering.show import write
        from callr_actions.project.state_folder import state_folder
        from callr_actions.sync.applying.deployments import Deployments
        from callr_actions.sync.deployed_text import DeployedTexts
        from callr_actions.sync.drift import drift
        from callr_actions.sync.drift_outputs import OUTPUTS, text

        folder = folder_of(session.project)
        desired, remote = await read_both(session, folder, numbers=True)
        texts = DeployedTexts(
            folder.project,
            session.account.name,
            folder.git,
            environ=os.environ,
            masker=MASKER,
            audio=remote.audio,
        )
        found = drift(
            folder.project,
            desired,
            remote,
            today=datetime.now(UTC).date(),
            settings_then=texts.settings_then,
            is_elsewhere=texts.is_elsewhere,
            text_then=texts.text_then,
            deployed=Deployments(state_folder(session.project.root), session.account.name).known(),
        )
        for format_, file in places:
            if format_ == "text":
                columns = room(sys.stdout) if file is None else None
                write(text(found, MASKER, diff=diff, room=columns), file)
            else:
                write(OUTPUTS[format_](found, MASKER), file)
        return ExitCode.CHANGES if by_code and found.is_there else ExitCode.DONE

    return run_session(target, work)
