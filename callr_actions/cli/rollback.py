"""`callr-actions rollback`: back to what a commit deploys, by the same lint, plan and gate as `deploy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.options import writing_options
from callr_actions.cli.sessions.session import run_session, usable_project
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session


@click.command("rollback", cls=ProgramCommand)
@click.argument("reference", metavar="GITREF")
@click.argument("keys", nargs=-1, metavar="[KEY...]")
@click.option("--prune", is_flag=True, help="Delete scenarios of ours that the commit does not have.")
@click.option("--ours", is_flag=True, help="Overwrite what was edited on the account.")
@click.option("--dry-run", is_flag=True, help="Show the plan and do nothing.")
@click.option(
    "--force-large", is_flag=True, help="Change more than 30 % of the scenarios, or 3 live numbers."
)
@click.option("--json", "json_output", is_flag=True, help="Events as JSON, one a line.")
@writing_options
def command(
    reference: str,
    keys: tuple[str, ...],
    prune: bool,
    ours: bool,
    dry_run: bool,
    force_large: bool,
    json_output: bool,
    target: Target,
) -> int:
    """Make an account as a commit says: its scenarios, names, numbers and values of variables.

    GITREF is a commit, branch or tag. Nothing is checked out, and the files here stay as they are; the next
    `deploy` goes forward again. Where an account is, its key and whether it is protected come from today's
    callr.yaml. Without KEYs all scenarios of the commit are meant; newer ones stay without --prune.

    \b
    Examples:
      callr-actions rollback HEAD~1 --dry-run
      callr-actions rollback v1.4 support/front-desk --account production
    """  # noqa: D301 - click reads it
    from callr_actions.cli.places import Place
    from callr_actions.cli.project import user_config
    from callr_actions.cli.syncing.deploying import BackTo, Manner, deploy
    from callr_actions.cli.syncing.linting import lint_these
    from callr_actions.cli.syncing.options import Wish
    from callr_actions.cli.syncing.planning import is_meant, plan_for
    from callr_actions.cli.syncing.showing import show_plan
    from callr_actions.sync.commit_tree import unpacked
    from callr_actions.sync.git_tree import GitTree

    wish = Wish(keys, None, prune, ours)
    manner = Manner(force_large=force_large, json=json_output)
    project = usable_project(target.project_file)
    with unpacked(project, GitTree(project.root), reference, masker=MASKER, user=user_config()) as tree:
        linted = lint_these(
            tree.project, tree.scenarios, lambda key: is_meant(wish, key), target.project_file
        )

        async def work(session: Session) -> int:
            there = session._replace(project=tree.project)
            session.say(f"back to the commit {tree.commit[:12]}")
            if not dry_run:
                return await deploy(there, linted, wish, manner, back_to=BackTo(reference, tree.commit))
            command = ("rollback", reference)
            plan = (await plan_for(there, linted, wish, commit=tree.commit, command=command)).plan
            show_plan(plan, [Place("json" if json_output else "text", None)], colour=None)
            return ExitCode.FINDINGS if plan.obstacles else ExitCode.DONE

        return run_session(target, work)
