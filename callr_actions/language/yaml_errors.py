"""The C parser's syntax errors in plain words, each with its likely cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.problem import Problem, ProblemKind
from callr_actions.language.yaml_causes import (
    behind_quote,
    bracket,
    closes_nothing,
    never_closed,
    tab,
    unclosed_quote,
    value_start,
    wrong_bracket,
)
from callr_actions.language.yaml_indentation import (
    directive,
    key_without_colon,
    merge_conflict,
    misfit,
    outside_document,
    second_colon,
)
from callr_actions.language.yaml_stumble import Cause, Place, end_of_word

if TYPE_CHECKING:
    from collections.abc import Callable

    import yaml

    from callr_actions.language.source import Source


def explain_yaml_error(
    source: Source, error: yaml.MarkedYAMLError, last: yaml.Event | None = None
) -> Problem:
    """Return the one problem for a parser's error: where, what, the likely cause, and where it began.

    Args:
        source: the text.
        error: what the parser raised.
        last: the last event before it.
    """
    mark = error.problem_mark or error.context_mark
    place = Place(
        source,
        min(mark.index if mark else 0, len(source.text)),
        error.problem or "the parser gave no reason",
        error.context_mark.index if error.context_mark else None,
        last,
    )
    cause = _cause(place)
    start = place.offset if cause.start is None else cause.start
    related: tuple[tuple[int, int, str], ...] = ()
    if cause.related is not None:
        other, message = cause.related
        related = ((other, end_of_word(source.text, other), message),)
    return Problem(
        ProblemKind.SYNTAX,
        cause.message,
        start,
        end_of_word(source.text, start) if cause.end is None else cause.end,
        help=cause.help,
        related=related,
        correction=cause.correction,
    )


def _cause(place: Place) -> Cause:
    """Return the first cause that fits: one that the text itself shows, else by the parser's words."""
    for shown in (merge_conflict, tab, _directive, value_start):
        found = shown(place)
        if found is not None:
            return found
    for words, explain in _BY_PROBLEM:
        if words in place.problem:
            return explain(place)
    return Cause(f"not valid YAML: {place.problem}", "check this line and those just above")


def _directive(place: Place) -> Cause | None:
    return directive(place) if place.line.startswith("%") else None


def _flow(place: Place) -> Cause:
    return behind_quote(place) or bracket(place)


def _block_header(place: Place) -> Cause:
    start = place.offset if place.context is None else place.context
    sign = place.source.text[start : start + 1]
    return Cause(
        f"text follows the `{sign}` that starts a block of text",
        f"put the text on the lines below; or the whole value in quotes, if `{sign}` is part of it",
        start,
        start + len(place.rest(start)),
    )


def _no_value(place: Place) -> Cause:
    if place.character == ",":
        return Cause("a value is missing before this comma", "delete the comma, or put the value in quotes")
    opened = place.open_bracket
    if place.character in ("]", "}"):
        return closes_nothing(place) if opened is None else wrong_bracket(place, opened)
    if opened is None:
        return Cause("a value is missing here", "write one, or put the whole value in quotes if this is text")
    if place.source.text.startswith("- ", place.offset):
        return Cause(
            f"between `{place.source.text[opened]}` and its end items have no `- ` in front of them",
            "separate the items with commas, or leave the bracket out",
            related=(opened, "opened here"),
        )
    return never_closed(place, opened)


def _unknown_escape(place: Place) -> Cause:
    escape = place.source.text[place.offset : place.offset + 2]
    if len(escape) == 1:
        return unclosed_quote(place)
    return Cause(
        f"`{escape}` is not an escape that YAML knows inside double quotes",
        "double the backslash, or use single quotes, in which it means itself",
        place.offset,
        place.offset + 2,
    )


def _short_escape(place: Place) -> Cause:
    start = place.offset - 2
    digits = {"x": 2, "u": 4, "U": 8}.get(place.source.text[start + 1], 4)
    return Cause(
        f"`{place.source.text[start : start + 2]}` needs {digits} hexadecimal digits",
        "write all of them, or double the backslash if it is text",
        start,
        end_of_word(place.source.text, place.offset),
    )


def _surrogate(place: Place) -> Cause:
    return Cause(
        "this escape is no character by itself: half of a surrogate pair, or beyond U+10FFFF",
        "write the character itself, or its code as `\\U` with 8 digits",
        place.offset - 2,
        end_of_word(place.source.text, place.offset),
    )


def _said(message: str, advice: str) -> Callable[[Place], Cause]:
    return lambda _place: Cause(message, advice)


_BY_PROBLEM: tuple[tuple[str, Callable[[Place], Cause]], ...] = (
    ("mapping values are not allowed", second_colon),
    ("found unexpected end of stream", unclosed_quote),
    ("found unexpected document indicator", unclosed_quote),
    ("did not find expected ',' or", _flow),
    ("did not find expected key", misfit),
    ("did not find expected '-' indicator", misfit),
    ("could not find expected ':'", key_without_colon),
    ("did not find expected <document start>", outside_document),
    (
        "block sequence entries are not allowed",
        _said("a list cannot start on the line of its key", "put the list on the lines below"),
    ),
    (
        "mapping keys are not allowed",
        _said("a value that starts with `? ` is read as a key, not as text", "put the whole value in quotes"),
    ),
    ("did not find expected comment or line break", _block_header),
    (
        "indentation indicator equal to 0",
        _said(
            "the number behind `|` or `>` is from 1 to 9", "delete it: the first line shows the indentation"
        ),
    ),
    ("did not find expected node content", _no_value),
    ("unknown escape character", _unknown_escape),
    ("did not find expected hexdecimal number", _short_escape),
    ("invalid Unicode character escape code", _surrogate),
    (
        "did not find expected alphabetic or numeric character",
        _said("`&` and `*` start an anchor or an alias here", "put the whole value in quotes"),
    ),
    (
        "found character that cannot start any token",
        _said("this character cannot start a value", "put the value in quotes"),
    ),
)
