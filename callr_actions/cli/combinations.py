"""Options of `lint` that mean nothing together, or without each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


def refuse_together(stdin: bool, given: Mapping[str, bool]) -> None:
    """Refuse what cannot be meant.

    Args:
        stdin: whether standard input is among the paths.
        given: each option with whether it was given.

    Raises:
        UsageError: with what to do instead.
    """
    for option in ("--unsafe", "--show-fixes"):
        if given[option] and not given["--fix"]:
            raise click.UsageError(f"{option} goes with --fix")
    if given["--diff"] and not (given["--fix"] or given["--add-ignores"]):
        raise click.UsageError("--diff goes with --fix or --add-ignores")
    if given["--reason"] and not given["--add-ignores"]:
        raise click.UsageError("--reason goes with --add-ignores")
    if given["--add-ignores"]:
        for other in ("--fix", "--write-baseline"):
            if given[other]:
                raise click.UsageError(f"--add-ignores and {other} are two ways; take one after the other")
    if given["--write-baseline"] and given["--diff"]:
        raise click.UsageError("--write-baseline writes, --diff does not; take one of them")
    for option in ("--add-ignores", "--write-baseline"):
        if stdin and given[option]:
            raise click.UsageError(f"{option} is about files; standard input (`-`) has none")
