"""`--until`, `--until-set`, `--fail-if`, `--timeout`: what a run is judged by; callr.yaml says it else."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import click

from callr_actions.cli.sessions.waiting import duration
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.project.settings import RunSettings
    from callr_actions.runs.wanted import Wanted

_WITH_END: Final = 600.0
_WITHOUT_END: Final = 60.0


class Conditions(NamedTuple):
    """What the command line says.

    Attributes:
        timeout: in seconds.
    """

    until: str | None
    until_set: str | None
    fail_if: str | None
    timeout: float | None

    def over(self, settings: RunSettings) -> Wanted:
        """Return what a run is judged by: what the command line does not say, callr.yaml says."""
        from callr_actions.runs.wanted import Expression, Wanted

        own_until = None if self.until is None else Expression(self.until, "--until")
        fail_if = None if self.fail_if is None else Expression(self.fail_if, "--fail-if")
        until = own_until
        if own_until is None and self.until_set is None and settings.until is not None:
            until = Expression(settings.until.text, str(settings.until.place))
        if fail_if is None and settings.fail_if is not None:
            fail_if = Expression(settings.fail_if.text, str(settings.fail_if.place))
        outputs = {name: Expression(each.text, str(each.place)) for name, each in settings.outputs.items()}
        return Wanted(until, self.until_set, fail_if, outputs)

    def over_earlier(self, earlier: Wanted) -> Wanted:
        """Return what a run is judged by: what the command line does not say was said at its start."""
        from callr_actions.project.settings import RunSettings

        own = self.over(RunSettings())
        if own.until is None and own.until_set is None:
            own = own._replace(until=earlier.until, until_set=earlier.until_set)
        return own._replace(fail_if=own.fail_if or earlier.fail_if, outputs=earlier.outputs)


def patience(asked: float | None, settled: float | None, wanted: Wanted) -> float:
    """Return for how many seconds a run is followed: as asked for, else as was settled before."""
    if asked is not None:
        return asked
    if settled is not None:
        return settled
    return _WITH_END if wanted.has_condition else _WITHOUT_END


def condition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options, as the argument `conditions`."""

    @wraps(command)
    def packed(
        *arguments: object,
        until: str | None,
        until_set: str | None,
        fail_if: str | None,
        timeout: float | None,
        **others: object,
    ) -> object:
        if until is not None and until_set is not None:
            raise click.UsageError("--until and --until-set: only one of them can be")
        return command(*arguments, conditions=Conditions(until, until_set, fail_if, timeout), **others)

    decorated: Callable[..., Any] = packed
    for option in reversed(
        (
            click.option(
                "--until",
                metavar="EXPR",
                help="The run is done when this JavaScript over its variables holds, such as "
                "'$status !== \"running\"'.",
            ),
            click.option(
                "--until-set",
                metavar="'$NAME'",
                help="The run is done when this variable has a value, and not the one it began with.",
            ),
            click.option(
                "--fail-if",
                metavar="EXPR",
                help="The run has failed when this holds; looked at first. Ends with 6.",
            ),
            click.option(
                "--timeout",
                type=duration,
                metavar="TIME",
                help="Follow it no longer than this: 90s, 10m, 1h. Ends with 5."
                "  [default: 10m; 1m where nothing says when it is done]",
            ),
        )
    ):
        decorated = option(decorated)
    return decorated
