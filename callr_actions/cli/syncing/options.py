"""Which scenarios are meant, and what may be done to the account's: options of `plan` and `deploy`."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.completion import completing
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Wish(NamedTuple):
    """What the command line says.

    Attributes:
        keys: keys and patterns; empty for all.
        changed_since: a commit, branch or tag; None for whatever has changed.
        prune: whether what is not in the folder goes.
        ours, theirs: what wins where somebody has edited the account.
    """

    keys: tuple[str, ...] = ()
    changed_since: str | None = None
    prune: bool = False
    ours: bool = False
    theirs: bool = False

    @property
    def words(self) -> list[str]:
        """The same as words of a command line."""
        words = [*self.keys]
        if self.changed_since is not None:
            words += ["--changed-since", self.changed_since]
        return [*words, *(f"--{name}" for name in ("prune", "ours", "theirs") if getattr(self, name))]


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("keys", nargs=-1, metavar="[KEY...]", shell_complete=completing("keys")),
    click.option(
        "--changed-since", metavar="GITREF", help="Only scenarios whose files differ from this commit."
    ),
    click.option(
        "--prune", is_flag=True, help="Delete scenarios of ours, and detach numbers, that are no longer here."
    ),
    click.option("--ours", is_flag=True, help="Overwrite what was edited or newly deployed on the account."),
    click.option("--theirs", is_flag=True, help="Leave that to the account, and do the rest."),
)


def wish_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what is meant, as the argument `wish`."""

    @wraps(command)
    def packed(
        *arguments: object,
        keys: tuple[str, ...],
        changed_since: str | None,
        prune: bool,
        ours: bool,
        theirs: bool,
        **others: object,
    ) -> object:
        if ours and theirs:
            raise click.UsageError("--ours and --theirs do not go together")
        return command(*arguments, wish=Wish(keys, changed_since, prune, ours, theirs), **others)

    decorated: Callable[..., Any] = packed
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
