"""`--output FORMAT[=FILE]`, `--json` and their like: in which form an answer is wanted."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from callr_actions.cli.helping import Rare
from callr_actions.cli.places import Place, read_places
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = ("text", "json", "jsonl", "csv")


class Shape(NamedTuple):
    """How an answer is to be written.

    Attributes:
        places: what is written, in this order: files first, so that a reader who leaves early loses none.
        fields: paths of the fields that are wanted; empty for the usual ones.
    """

    places: tuple[Place, ...] = (Place(),)
    fields: tuple[str, ...] = ()


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--output",
        "-o",
        "outputs",
        multiple=True,
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(FORMATS)}; to FILE, else to standard output. Repeatable.",
    ),
    click.option("--json", "json_output", cls=Rare, is_flag=True, help="The same as --output json."),
    click.option(
        "--jsonl",
        "jsonl_output",
        cls=Rare,
        is_flag=True,
        help="The same as --output jsonl, an object a line.",
    ),
    click.option("--fields", metavar="PATHS", help="Only these fields, such as sid,scenario.name."),
)


def shape_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how to write its answer, as the argument `shape`."""

    @wraps(command)
    def packed(
        *arguments: object,
        outputs: tuple[str, ...],
        json_output: bool,
        jsonl_output: bool,
        fields: str | None,
        **others: object,
    ) -> object:
        short = [each for each, on in (("json", json_output), ("jsonl", jsonl_output)) if on]
        return command(*arguments, shape=_shape((*outputs, *short), fields), **others)

    decorated: Callable[..., Any] = packed
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _shape(asked: tuple[str, ...], fields: str | None) -> Shape:
    places = read_places(asked, FORMATS, hint="--output {}=FILE")
    paths = tuple(path.strip() for path in (fields or "").split(",") if path.strip())
    if fields is not None and not paths:
        raise CallrActionsError("--fields names no field")
    return Shape(places, paths)
