"""The options of `batch`, as values: how the input is read, what its rows have to meet, how fast it goes."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import Rare
from callr_actions.cli.running.conditions import Conditions
from callr_actions.cli.sessions.waiting import duration
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callr_actions.runs.batch.checks import Demands
    from callr_actions.runs.batch.columns import Goal
    from callr_actions.runs.batch.read import Reading
    from callr_actions.runs.batch.windows import Windows

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--map",
        "maps",
        multiple=True,
        metavar="'COLUMN=$VAR'",
        help="The variable of a column; $VAR:json reads its cells as JSON, COLUMN= leaves it out.  "
        "[default: by their names]",
    ),
    click.option(
        "--var",
        "variables",
        multiple=True,
        metavar="'$NAME=VALUE'",
        help="For each row; VALUE is JSON, else text.",
    ),
    click.option(
        "--number", cls=Rare, metavar="'$VAR'", help="The variable with the phone number.  [default: found]"
    ),
    click.option(
        "--region", cls=Rare, metavar="COUNTRY", help="Whose national numbers are read, such as FR."
    ),
    click.option(
        "--unique",
        cls=Rare,
        multiple=True,
        metavar="'$VAR'",
        help="Rows alike in it are duplicates: only the first is started.  [default: alike in all]",
    ),
    click.option("--allow-duplicates", cls=Rare, is_flag=True, help="Start duplicates, too."),
    click.option(
        "--do-not-call",
        "do_not_call",
        cls=Rare,
        multiple=True,
        metavar="FILE",
        help="Numbers that are never called, one a line.",
    ),
    click.option(
        "--format", "format_", cls=Rare, type=click.Choice(("csv", "jsonl")), help="[default: found]"
    ),
    click.option(
        "--encoding", cls=Rare, metavar="NAME", help="Of the input.  [default: by its mark, else utf-8]"
    ),
    click.option(
        "--separator",
        cls=Rare,
        metavar="CHAR",
        help="Of CSV: comma, semicolon, tab, bar, or any.  [default: found]",
    ),
    click.option(
        "--rate",
        default="1/s",
        metavar="N/s",
        show_default=True,
        help="Starts: 5/s, 100/m, unlimited.",
    ),
    click.option(
        "--concurrency",
        cls=Rare,
        type=click.IntRange(1, 10_000),
        default=10,
        metavar="N",
        show_default=True,
        help="The most runs under way at a time.",
    ),
    click.option("--until", metavar="EXPR", help="A run is done when this JavaScript holds."),
    click.option("--fail-if", metavar="EXPR", help="A run has failed when this holds; first."),
    click.option(
        "--until-set", cls=Rare, metavar="'$VAR'", help="A run is done when this has another value."
    ),
    click.option(
        "--timeout",
        type=duration,
        metavar="TIME",
        help="The longest a run is waited for: 90s, 10m, 1h.  [default: 10m]",
    ),
    click.option(
        "--window",
        "windows",
        multiple=True,
        metavar="HOURS",
        help="When people may be called: '09:00-18:00', 'mon-fri 09:00-12:00'. Repeatable.",
    ),
    click.option(
        "--time-zone", cls=Rare, metavar="NAME", help="Where the window holds: Europe/Paris, or from-number."
    ),
)

_NAMES = (
    "maps",
    "variables",
    "number",
    "region",
    "unique",
    "allow_duplicates",
    "do_not_call",
    "format_",
    "encoding",
    "separator",
    "rate",
    "concurrency",
    "until",
    "fail_if",
    "until_set",
    "timeout",
    "windows",
    "time_zone",
)


class Wanted(NamedTuple):
    """What the command line says about a batch.

    Attributes:
        maps: what columns become, by column.
        variables: those that are the same in each row.
        do_not_call: files with numbers.
        rate: starts a second; None for no limit.
        conditions: what says that a run is over.
    """

    maps: Mapping[str, Goal]
    variables: Mapping[str, object]
    how: Reading
    demands: Demands
    windows: Windows
    do_not_call: tuple[str, ...]
    region: str | None
    rate: float | None
    concurrency: int
    conditions: Conditions


def batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options, as the argument `wanted`."""

    @wraps(command)
    def packed(*arguments: object, **given: Any) -> object:  # noqa: ANN401 - click's
        own = {name: given.pop(name) for name in _NAMES}
        return command(*arguments, wanted=_wanted(**own), **given)

    decorated: Callable[..., Any] = packed
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _wanted(
    *,
    maps: tuple[str, ...],
    variables: tuple[str, ...],
    number: str | None,
    region: str | None,
    unique: tuple[str, ...],
    allow_duplicates: bool,
    do_not_call: tuple[str, ...],
    format_: str | None,
    encoding: str | None,
    separator: str | None,
    rate: str,
    concurrency: int,
    until: str | None,
    fail_if: str | None,
    until_set: str | None,
    timeout: float | None,
    windows: tuple[str, ...],
    time_zone: str | None,
) -> Wanted:
    from callr_actions.cli.running.given import given_variables
    from callr_actions.runs.batch.checks import Demands, check_region
    from callr_actions.runs.batch.columns import is_variable, read_map
    from callr_actions.runs.batch.csv_rows import SEPARATORS
    from callr_actions.runs.batch.rate import read_rate
    from callr_actions.runs.batch.read import Reading
    from callr_actions.runs.batch.windows import read_windows
    from callr_actions.runs.variables import check_variables

    if separator is not None and len(separator) != 1 and separator not in SEPARATORS:
        raise CallrActionsError(
            "--separator: one character, or its name", allowed=[*SEPARATORS], found=separator
        )
    if unique and allow_duplicates:
        raise click.UsageError("--unique and --allow-duplicates: only one of them can be")
    if until is not None and until_set is not None:
        raise click.UsageError("--until and --until-set: only one of them can be")
    named = [("--number", number), *(("--unique", each) for each in unique)]
    for option, name in named:
        if name is not None and not is_variable(name):
            raise CallrActionsError(f"{option}: `{name}` is no variable; write it as '$name'")
    region = None if region is None else region.upper()
    check_region(region)
    opening = read_windows(windows, time_zone)
    return Wanted(
        maps=read_map(maps),
        variables=check_variables(given_variables(variables, ()), None).variables,
        how=Reading(format_, encoding, separator),
        demands=Demands(number, region, opening, unique, allow_duplicates),
        windows=opening,
        do_not_call=do_not_call,
        region=region,
        rate=read_rate(rate),
        concurrency=concurrency,
        conditions=Conditions(until, until_set, fail_if, timeout),
    )
