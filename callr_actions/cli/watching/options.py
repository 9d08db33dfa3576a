"""`--run` and `--var` of `watch` and `dev`: the scenario that is tried after each clean save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.completion import completing
from callr_actions.cli.helping import Rare

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.watching.trying import Rerun


def rerun_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command both, as the arguments `run_key` and `pairs`."""
    return _rerun_options(command, click.Option)


def rare_rerun_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that has more important ones."""
    return _rerun_options(command, Rare)


def _rerun_options(command: Callable[..., Any], kind: type[click.Option]) -> Callable[..., Any]:
    decorated = click.option(
        "--var",
        "pairs",
        cls=Rare,
        multiple=True,
        metavar="'$NAME=VALUE'",
        help="A variable of what --run starts through the API; VALUE is JSON, else text. Repeatable.",
    )(command)
    return click.option(
        "--run",
        "run_key",
        cls=kind,
        metavar="KEY|FILE",
        shell_complete=completing("keys"),
        help="Run this scenario whenever all is clean.",
    )(decorated)


def rerun_of(
    scenario: str | None, pairs: tuple[str, ...], *, yes: bool = False, confirm: str | None = None
) -> Rerun | None:
    """Return what is asked for; None where nothing is to be run.

    Raises:
        CallrActionsError: a variable is none.
    """
    if scenario is None:
        if pairs:
            raise click.UsageError("--var is about what --run starts, and there is no --run")
        return None
    from callr_actions.cli.running.given import given_variables
    from callr_actions.cli.watching.trying import Rerun

    return Rerun(scenario, given_variables(pairs, ()), yes, confirm)
