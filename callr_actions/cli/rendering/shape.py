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


class Shape(NamedTuple):
    """How an answer is to be written.

    Attributes:
        format: one of `FORMATS`.
        file: where to; None for standard output.
        fields: paths of the fields that are wanted; empty for the usual ones.
    """

    format: str = "text"
    file: str | None = None
    fields: tuple[str, ...] = ()


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--output",
        "-o",
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(FORMATS)}; to FILE, else to standard output.",
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
        output: str | None,
        json_output: bool,
        jsonl_output: bool,
        fields: str | None,
        **others: object,
    ) -> object:
        asked = [each for each, on in (("json", json_output), ("jsonl", jsonl_output)) if on]
        asked += [output] if output is not None else []
        if len(asked) > 1:
            raise click.UsageError("--output, --json and --jsonl: only one of them can be")
        return command(*arguments, shape=_shape(asked[0] if asked else "text", fields), **others)

    decorated: Callable[..., Any] = packed
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _shape(asked: str, fields: str | None) -> Shape:
    name, equals, file = asked.partition("=")
    if name not in FORMATS:
        raise CallrActionsError(f"there is no output format `{name}`", allowed=FORMATS, found=name)
    if equals and not file:
        raise CallrActionsError(f"`{asked}` names no file", hint=f"write {name}=FILE, or {name} alone")
    paths = tuple(path.strip() for path in (fields or "").split(",") if path.strip())
    if fields is not None and not paths:
        raise CallrActionsError("--fields names no field")
    return Shape(name, file or None, paths)
