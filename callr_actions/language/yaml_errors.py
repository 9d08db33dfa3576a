"""The C parser's syntax errors in plain words, each with its likely cause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from callr_actions.language.problem import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable

    import yaml

    from callr_actions.language.source import Source

# The value on a line: what follows `key: ` or `- `, for causes that lie in how the value begins.
_VALUE = re.compile(r"^[ ]*(?:- +)*(?:[^\s:#'\"]+: +)?(?P<value>\S.*)$")
_TAB_INDENT = re.compile(r"^[ ]*\t")
_QUOTE_IN_QUOTES = re.compile(r"'[^']*'\w|\"[^\"]*\"\w")
_NEEDS_QUOTES = {
    "!": "a tag",
    "&": "an anchor",
    "*": "an alias",
    "@": "a reserved character",
    "`": "a reserved character",
    "%": "a directive",
    "|": "a block of text",
    ">": "a block of text",
}


class _Place(NamedTuple):
    """Where the parser gave up, and what is known of it."""

    source: Source
    offset: int
    line: str
    before: str
    context: int | None


class _Cause(NamedTuple):
    message: str
    help: str
    offset: int | None = None
    opened: str | None = None


def explain_yaml_error(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """Return the one problem for a parser's error: where, what, the likely cause, and where it began."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index if mark else 0, len(source.text))
    position = source.position(offset)
    line = source.line(position.line)
    context = error.context_mark.index if error.context_mark else None
    place = _Place(source, offset, line, line[: position.column - 1], context)
    cause = _cause(error.problem or "", place)
    start = offset if cause.offset is None else cause.offset
    related: tuple[tuple[int, int, str], ...] = ()
    if cause.opened and context is not None and context != start:
        related = ((context, min(context + 1, len(source.text)), cause.opened),)
    return Problem(
        ProblemKind.SYNTAX,
        cause.message,
        start,
        _end_of_word(source.text, start),
        help=cause.help,
        related=related,
    )


def _cause(problem: str, place: _Place) -> _Cause:
    """Return the first cause that fits: one that the line itself shows, else by the parser's words."""
    for shown in (_tab, _unquoted_start):
        found = shown(place)
        if found is not None:
            return found
    for words, explain in _BY_PROBLEM:
        if words in problem:
            return explain(place)
    return _Cause(f"not valid YAML: {problem or 'the parser gave no reason'}", "check the lines just above")


def _tab(place: _Place) -> _Cause | None:
    found = _TAB_INDENT.match(place.line)
    if found is None:
        return None
    start = place.offset - len(place.before)
    return _Cause(
        "a tab indents this line; YAML indents with spaces only",
        "replace the tab with spaces",
        offset=start + found.end() - 1,
    )


def _unquoted_start(place: _Place) -> _Cause | None:
    found = _VALUE.match(place.line)
    if found is None or found["value"][0] not in _NEEDS_QUOTES:
        return None
    value = found["value"]
    if value[0] in "|>" and value[1:].strip("+-0123456789 \t") == "":
        return None
    return _Cause(
        f"a value that starts with `{value[0]}` is read as {_NEEDS_QUOTES[value[0]]}, not as text",
        "put the whole value in single quotes",
        offset=place.offset - len(place.before) + found.start("value"),
    )


def _colon(place: _Place) -> _Cause:
    opened = place.before.rfind("${{")
    if opened >= 0 and "}}" not in place.before[opened:]:
        return _Cause(
            "`: ` inside an unquoted expression ends the text for YAML",
            "put the whole value in quotes, or write it as a block after `|-`",
        )
    if re.search(r":\s", place.before):
        return _Cause(
            "`: ` inside an unquoted value starts a second key for YAML",
            "put the value in quotes",
        )
    return _Cause(
        "a key stands where none can be; its line and the one before do not fit together",
        "line this key up with its neighbours, and check that the line above has `: ` after its key",
    )


def _after_value(place: _Place) -> _Cause:
    if _QUOTE_IN_QUOTES.search(place.line):
        return _Cause(
            "text goes on behind the closing quote",
            "double a quote that is part of the text ('it''s'), or use the other kind of quotes",
        )
    if place.source.text[place.offset : place.offset + 1] in ("]", "}"):
        return _Cause("a closing bracket without an opening one", "delete it, or put the value in quotes")
    return _Cause(
        "this line does not fit the block it stands in",
        "line it up with the other keys of its block",
        opened="the block starts here",
    )


def _end_of_stream(place: _Place) -> _Cause:
    start = place.offset if place.context is None else place.context
    quote = place.source.text[start : start + 1]
    return _Cause(f"the quote {quote} opened here is never closed", "close it", offset=start)


def _bracket(place: _Place) -> _Cause:
    start = place.offset if place.context is None else place.context
    bracket = place.source.text[start : start + 1]
    return _Cause(
        f"`{bracket}` opened here is not closed properly",
        "close it, put a comma between its items, or quote the value if the bracket is text",
        offset=start,
    )


def _said(message: str, advice: str, *, opened: str | None = None) -> Callable[[_Place], _Cause]:
    return lambda _place: _Cause(message, advice, opened=opened)


_BY_PROBLEM: tuple[tuple[str, Callable[[_Place], _Cause]], ...] = (
    ("mapping values are not allowed", _colon),
    ("found unexpected end of stream", _end_of_stream),
    ("found unexpected document indicator", _end_of_stream),
    ("did not find expected ',' or", _bracket),
    ("did not find expected key", _after_value),
    (
        "did not find expected '-' indicator",
        _said(
            "a list item or the end of the list was expected here",
            "start the line with `- `, or move it out of the list",
            opened="the list starts here",
        ),
    ),
    (
        "block sequence entries are not allowed",
        _said("`- ` cannot start on this line", "put the list on the lines below the key"),
    ),
    (
        "did not find expected <document start>",
        _said(
            "the document is already complete before this text",
            "check the indentation: nothing may stand further left than the first line",
        ),
    ),
    (
        "unknown escape character",
        _said(
            "this is not an escape that YAML knows inside double quotes",
            "use single quotes, or double the backslash",
        ),
    ),
    (
        "found character that cannot start any token",
        _said("this character cannot start a value", "put the value in quotes"),
    ),
    (
        "could not find expected ':'",
        _said("a key without `:` stands here", "write `key: value`", opened="the key starts here"),
    ),
    (
        "expected a comment or a line break",
        _said("text follows the `|` or `>` that starts a block", "put the text on the lines below"),
    ),
    (
        "did not find expected comment or line break",
        _said("text follows the `|` or `>` that starts a block", "put the text on the lines below"),
    ),
)


def _end_of_word(text: str, start: int) -> int:
    """Return where the marked piece ends: one word, or one character, or nothing at the text's end."""
    found = re.compile(r"[\w$.@-]+|\S|").match(text, start)
    return found.end() if found else start
