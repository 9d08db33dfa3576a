"""`--account` and what goes with it, as one value: which account is meant and how sure the user is."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.completion import complete_account
from callr_actions.cli.helping import Rare
from callr_actions.cli.project import project_option
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Target(NamedTuple):
    """What the command line says about the account.

    Attributes:
        account: the name behind `--account`.
        project_file: the file behind `--project`.
        verbose: 1 shows each request in a line, 2 with headers and bodies.
        quiet: whether to say only what is asked for, and errors.
        yes: whether every question is answered with yes.
        confirm: the account's name, as protected accounts want it.
        writes: whether the command changes the account.
    """

    account: str | None
    project_file: str | None
    verbose: int
    quiet: bool
    yes: bool = False
    confirm: str | None = None
    writes: bool = False


_ACCOUNT = (
    click.option(
        "--account",
        "account",
        metavar="NAME",
        shell_complete=complete_account,
        help="The account in callr.yaml, or env.  [default: CALLR_ACCOUNT, default-account, local]",
    ),
    project_option,
    click.option(
        "--verbose", "-v", cls=Rare, count=True, help="Show the requests; -vv with headers and bodies."
    ),
    click.option("--quiet", "-q", cls=Rare, is_flag=True, help="No progress and no remarks."),
)
_CONSENT = (
    click.option("--yes", "-y", is_flag=True, help="Answer the question with yes."),
    click.option("--confirm", metavar="NAME", help="The account's name, for a protected one."),
)


def account_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that reads the options of its account, as the argument `target`."""
    return _with(_ACCOUNT, command, writes=False)


def writing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command that changes something, with `--yes` and `--confirm`."""
    return _with((*_ACCOUNT, *_CONSENT), command, writes=True)


def _with(
    options: tuple[Callable[[Any], Any], ...], command: Callable[..., Any], *, writes: bool
) -> Callable[..., Any]:
    @wraps(command)
    def packed(
        *arguments: object,
        account: str | None,
        project_file: str | None,
        verbose: int,
        quiet: bool,
        yes: bool = False,
        confirm: str | None = None,
        **others: object,
    ) -> object:
        target = Target(account, project_file, verbose, quiet, yes, confirm, writes)
        return command(*arguments, target=target, **others)

    decorated: Callable[..., Any] = packed
    for option in reversed(options):
        decorated = option(decorated)
    return decorated
