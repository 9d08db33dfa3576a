"""`callr-actions fix`: `lint --fix` under a name of its own."""

from __future__ import annotations

import click

from callr_actions.cli.lint import command as lint_command


def _fix_options() -> list[click.Parameter]:
    """Return lint's parameters without `--fix`, which is what this command means, and what goes without."""
    other = ("fix", "add_ignores", "reason")
    return [parameter for parameter in lint_command.params if parameter.name not in other]


@click.command("fix", params=_fix_options())
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> object:
    """Apply the safe fixes to scenarios; print what is left.

    Only the marked pieces of a file change. With --unsafe also those that may change what a scenario
    does; with --diff nothing is written and the changes are shown.
    """
    return ctx.invoke(lint_command, fix=True, **options)
