"""`callr-actions fix`: `lint --fix` under a name of its own."""

from __future__ import annotations

from copy import copy

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.lint import command as lint_command

# Here they are always given, or never.
_CONDITIONS = ("With --fix: ", "With --fix or --add-ignores: ")


def _fix_options() -> list[click.Parameter]:
    """Return lint's parameters without `--fix`, which is what this command means, and what goes without."""
    other = ("fix", "add_ignores", "reason")
    return [_as_here(parameter) for parameter in lint_command.params if parameter.name not in other]


def _as_here(parameter: click.Parameter) -> click.Parameter:
    text = (isinstance(parameter, click.Option) and parameter.help) or ""
    condition = next((each for each in _CONDITIONS if text.startswith(each)), None)
    if not isinstance(parameter, click.Option) or condition is None:
        return parameter
    own = copy(parameter)
    text = text.removeprefix(condition)
    own.help = text[:1].upper() + text[1:]
    return own


@click.command("fix", cls=ProgramCommand, params=_fix_options())
@click.pass_context
def command(ctx: click.Context, /, **options: object) -> object:
    """Apply the safe fixes to scenarios and callr.yaml; print what is left.

    Only the marked pieces of a file change. With --unsafe also those that may change what a scenario
    does; with --diff nothing is written and the changes are shown.

    \b
    Examples:
      callr-actions fix --diff                  what would change
      callr-actions fix scenarios/menu.yaml     this file only
    """  # noqa: D301 - click reads it
    return ctx.invoke(lint_command, fix=True, **options)
