"""`callr-actions plan`: what a deploy would do, without doing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.sessions.options import account_options
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.syncing.options import wish_options
from callr_actions.exit_codes import ExitCode

if TYPE_CHECKING:
    from callr_actions.cli.sessions.options import Target
    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.syncing.options import Wish

output_option = click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="text, json, markdown; to FILE, else to standard output. Repeatable.",
)
colour_option = click.option(
    "--color/--no-color", "colour", default=None, help="Colours, whatever the terminal."
)


@click.command("plan", cls=ProgramCommand)
@wish_options
@click.option("--out", metavar="FILE", help="Save the plan, for `deploy --plan FILE`. No secret is in it.")
@click.option("--exit-code", is_flag=True, help="End with 2 when there is something to do.")
@output_option
@click.option("--json", "json_output", is_flag=True, help="The same as --output json.")
@colour_option
@account_options
def command(
    wish: Wish,
    out: str | None,
    exit_code: bool,
    outputs: tuple[str, ...],
    json_output: bool,
    colour: bool | None,
    target: Target,
) -> int:
    """Show what `deploy` would do: which scenarios and numbers of the account would change, and how.

    KEY is a scenario's path below scenarios/ without the ending, or a pattern such as 'support/*'; without
    any, all are meant. The account is only read.

    Ends with 1 when something has to be mended first, such as a finding of `lint`.

    \b
    Examples:
      callr-actions plan --account production
      callr-actions plan 'support/*' --out plan.json     for deploy --plan
    """  # noqa: D301 - click reads it
    from callr_actions.cli.session import MASKER
    from callr_actions.cli.syncing.linting import lint_before, show_blocking
    from callr_actions.cli.syncing.planning import is_meant, plan_for
    from callr_actions.cli.syncing.showing import places, show_plan
    from callr_actions.sync.plan_file import save_plan

    wanted = places([*outputs, "json"] if json_output else outputs)
    linted = lint_before(target.project_file, lambda key: is_meant(wish, key))

    async def work(session: Session) -> int:
        plan = (await plan_for(session, linted, wish)).plan
        plan = plan.without_refused() if wish.theirs else plan
        if not target.quiet:
            show_blocking(linted)
        show_plan(plan, wanted, colour=colour)
        if out is not None:
            save_plan(plan, Path(out), MASKER)
            session.say(
                f"saved; `callr-actions deploy --plan {out} --account {plan.account}` does exactly this"
            )
        if plan.obstacles:
            return ExitCode.FINDINGS
        return ExitCode.CHANGES if exit_code and plan.rows else ExitCode.DONE

    return run_session(target, work)
