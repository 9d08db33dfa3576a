"""How a local account is served: what `dev` and `dev exec` have in common."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.choices import OneOf
from callr_actions.cli.helping import Rare
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

CLOCKS = ("real", "x10", "virtual")


class Serving(NamedTuple):
    """How an account is to be served.

    Attributes:
        seed: makes a new account's ids the same each time.
        clock: one of `CLOCKS`; None for what is usual.
        quiet: whether to say only what is asked for, and errors.
        faults: what goes wrong on purpose, as it is written.
        world: the world file around all runs; None for what callr.yaml says.
    """

    seed: int | None
    clock: str | None
    quiet: bool
    faults: tuple[str, ...] = ()
    world: str | None = None


def serving_options(usual_clock: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of serving, as the argument `serving`.

    Args:
        usual_clock: how time goes where nothing is said.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def packed(
            *arguments: object,
            seed: int | None,
            clock: str,
            quiet: bool,
            faults: tuple[str, ...],
            world: str | None,
            **others: object,
        ) -> object:
            rules = tuple(rule for given in faults for rule in given.split())
            return command(*arguments, serving=Serving(seed, clock, quiet, rules, world), **others)

        decorated: Callable[..., Any] = packed
        for option in (
            click.option(
                "--faults",
                cls=Rare,
                metavar="RULES",
                multiple=True,
                help="Break answers on purpose: [OPERATION:]FAULT[@WHEN], such as 500-after@10% or "
                "actionsCreate:drop-after@3. FAULT is delay=SECONDS, 429=SECONDS, 500-before, 500-after, "
                "drop-before, drop-after or truncate.",
            ),
            click.option(
                "--world",
                cls=Rare,
                metavar="FILE",
                help="Who answers and how, in every run.  [default: callr.yaml's]",
            ),
            click.option(
                "--quiet", "-q", cls=Rare, is_flag=True, help="No line for each request, and no remarks."
            ),
            click.option(
                "--clock",
                cls=Rare,
                type=OneOf(CLOCKS),
                default=usual_clock,
                show_default=True,
                help="How time goes; virtual time moves with requests.",
            ),
            click.option(
                "--seed",
                cls=Rare,
                type=click.IntRange(0),
                metavar="N",
                help="A new account has the same ids each time.",
            ),
        ):
            decorated = option(decorated)
        return decorated

    return decorate
