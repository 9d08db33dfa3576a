"""`callr-actions deploy`: make an account as the folder says, after lint, plan and a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.plan import colour_option
from callr_actions.cli.sessions.options import writing_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.syncing.options import wish_options

if TYPE_CHECKING:
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.syncing.options import Wish


@click.command("deploy", cls=ProgramCommand)
@wish_options
@click.option("--plan", "plan_file", metavar="FILE", help="Do exactly what `plan --out FILE` has saved.")
@click.option("--force-large", is_flag=True, help="Allow more than 30 % of the scenarios, or 3 live numbers.")
@click.option(
    "--allow-gap",
    is_flag=True,
    help="Where the account does not move a number in one step, detach it first.",
)
@click.option("--json", "json_output", is_flag=True, help="Events as JSON, one a line.")
@colour_option
@writing_options
def command(
    wish: Wish,
    plan_file: str | None,
    force_large: bool,
    allow_gap: bool,
    json_output: bool,
    colour: bool | None,
    target: Target,
) -> int:
    """Make the account as the folder says: lint, plan, ask, do.

    KEY is a scenario's path below scenarios/ without the ending, or a pattern such as 'support/*'; without
    any, all are meant. Nothing is deleted without --prune, and nothing that was edited on the account is
    overwritten without --ours. Before each change the account is looked at again.

    Ends with 3 when nothing was done for safety, with 4 when a part was done; the same command goes on.

    \b
    Examples:
      callr-actions deploy --account local --yes
      callr-actions deploy --account production --yes --confirm production
    """  # noqa: D301 - click reads it
    from callr_actions.cli.syncing.deploying import Manner, deploy, deploy_saved
    from callr_actions.cli.syncing.linting import lint_before
    from callr_actions.cli.syncing.planning import is_meant

    manner = Manner(force_large, allow_gap, json_output, colour)
    if plan_file is not None:
        if wish.words:
            raise click.UsageError(f"--plan does what was planned: {wish.words[0]} does not go with it")

        async def saved(session: Session) -> int:
            return await deploy_saved(session, plan_file, manner)

        return run_session(target, saved)
    linted = lint_before(target.project_file, lambda key: is_meant(wish, key))

    async def work(session: Session) -> int:
        return await deploy(session, linted, wish, manner)

    return run_session(target, work)
