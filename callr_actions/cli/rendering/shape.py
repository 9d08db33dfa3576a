"""`--output FORMAT[=FILE]`, `--json` and their like: in which form an answer is wanted."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = ("text", "json", "jsonl", "csv")


class Place(NamedTuple):
    """One of the forms in which an answer is wanted, and where to.

    Attributes:
        format: one of `FORMATS`.
        file: None for standard output.
    """

    format: str = "text"
    file: str | None = None


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
    click.option("--json", "json_output", is_flag=True, help="The same as --output json."),
    click.option(
        "--jsonl", "jsonl_output", is_flag=True, help="The same as --output jsonl, an object a line."
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
    places: list[Place] = []
    for each in asked:
        place = _place(each)
        if any(place.file == other.file for other in places):
            where = place.file or "standard output"
            hint = f"give one a file: --output {place.format}=FILE"
            raise CallrActionsError(f"two formats would go to {where}", hint=hint)
        places.append(place)
    paths = tuple(path.strip() for path in (fields or "").split(",") if path.strip())
    if fields is not None and not paths:
        raise CallrActionsError("--fields names no field")
    return Shape(tuple(sorted(places, key=lambda place: place.file is None)) or (Place(),), paths)


def _place(asked: str) -> Place:
    name, equals, file = asked.partition("=")
    if name not in FORMATS:
        raise CallrActionsError(f"there is no output format `{name}`", allowed=FORMATS, found=name)
    if equals and not file:
        raise CallrActionsError(f"`{asked}` names no file", hint=f"write {name}=FILE, or {name} alone")
    return Place(name, file or None)
