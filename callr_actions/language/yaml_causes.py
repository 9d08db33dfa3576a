"""The likely causes of a syntax error that lie inside one value: quotes, brackets, colons, characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from callr_actions.language.problem import Correction
from callr_actions.language.yaml_stumble import LONGEST_SHOWN, Cause, quoted
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from callr_actions.language.yaml_stumble import Place

# The value on a line: what follows `key: ` or `- `, for causes that lie in how the value begins.
_VALUE = lazy_pattern(r"[ ]*(?:- +)*(?:[^\s:#'\"]+: +)?(?P<value>\S.*)")
_KEY_WITHOUT_BLANK = lazy_pattern(r"(?P<key>[\w$-]+):(?P<value>\S.*)")
_SLASHES = lazy_pattern(r"(?:^|[,\[{])[ \t]*(?P<slashes>//)", re.MULTILINE)
_ANCHOR = lazy_pattern(r"&[\w-]+\s")
# On one line, with code that holds no braces: more is not surely one value.
_VALUE_WITH_EXPRESSION = lazy_pattern(
    r"(?:[^,{}\[\]\n'\"\\#$]|\$(?!\{))*(?:\$\{\{[^{}\n\\]*\}\}[^,{}\[\]\n'\"\\#:]*)+(?=[,}\]])"
)
_CLOSING = {"[": "]", "{": "}"}
_LONGEST_KEY = 1024
_READ_AS = {
    "!": "a tag",
    "&": "an anchor",
    "*": "an alias",
    "@": "a reserved character",
    "`": "a reserved character",
    "%": "a reserved character",
}
_QUOTE_ADVICE = (
    "double a quote that is part of the text ('it''s'), or put the other kind of quotes around it all"
)


def tab(place: Place) -> Cause | None:
    """A tab where YAML wants spaces."""
    indent = len(place.line) - len(place.line.lstrip())
    found = place.line.find("\t", 0, indent)
    if found >= 0:
        start = place.line_start + found
        if not place.line.strip():
            end = place.line_start + indent
            return Cause(
                "a tab stands in an empty line; YAML 1.2 allows that, but not every parser takes it",
                "delete the tab",
                start,
                end,
                correction=Correction("empty the line", ((place.line_start, end, ""),)),
            )
        return Cause(
            "a tab indents this line; YAML indents with spaces only", "replace the tab with spaces", start
        )
    if place.character == "\t":
        return Cause("a tab stands where YAML takes only spaces", "replace the tab with spaces")
    return None


def value_start(place: Place) -> Cause | None:
    """An unquoted value that begins with a character that means something to YAML."""
    found = _VALUE.fullmatch(place.line)
    if found is None or place.line_start + found.start("value") > place.offset:
        return None
    start = place.line_start + found.start("value")
    value = place.rest(start)
    if value.startswith("```"):
        return Cause("a Markdown code fence is not YAML", "delete this line", start, start + 3)
    if value[0] not in _READ_AS or _ANCHOR.match(value):
        return None
    sign = "a backtick" if value[0] == "`" else f"`{value[0]}`"
    return Cause(
        f"a value that starts with {sign} is read as {_READ_AS[value[0]]}, not as text",
        f"put the whole value in quotes{quoted(value)}",
        start,
        start + len(value),
    )


def behind_quote(place: Place) -> Cause | None:
    """Text behind a closing quote: a quote inside the text, or one that was never closed."""
    scalar = place.scalar
    if scalar is None or scalar.style not in ("'", '"') or place.offset < place.last_end:
        return None
    between = place.source.text[place.last_end : place.offset]
    if between.strip(" "):
        return None
    in_flow = "flow" in place.problem or "',' or" in place.problem
    if in_flow and (between or not place.character.isalnum()):
        return None
    if place.line_of(place.last_start) != place.line_of(place.last_end):
        number = place.line_of(place.last_end)
        return Cause(
            f"the quote `{scalar.style}` opened here ends only on line {number}, and text goes on behind it",
            "close it where the text ends",
            place.last_start,
            related=(place.last_end - 1, "here it ends"),
        )
    if scalar.style == "'" and place.source.text[place.last_end - 2] == "\\":
        return Cause(
            "text goes on behind the closing quote; a backslash escapes nothing in single quotes",
            "write two single quotes for one: 'it''s'",
        )
    advice = (
        f"put the whole value in quotes{quoted(place.rest(place.last_start))}" if between else _QUOTE_ADVICE
    )
    return Cause("text goes on behind the closing quote", advice)


def behind_value(place: Place) -> Cause:
    """Text on the same line behind a list, a mapping or an alias; a bracket too many."""
    if place.character in ("]", "}"):
        return closes_nothing(place)
    if place.character in ("&", "*"):
        return Cause("a second anchor or an alias behind an anchor", "keep one of them")
    if isinstance(place.last, yaml.CollectionEndEvent):
        bracket = place.source.text[place.last_end - 1 : place.last_end]
        return Cause(
            f"text goes on behind the closing `{bracket}`",
            "put the whole value in quotes, or the text on a line of its own",
        )
    return Cause("text goes on behind the value", "put the whole value in quotes")


def missing_blank(place: Place, start: int) -> Cause | None:
    """`key:value` or `-item` at an offset, which YAML reads as one word."""
    rest = place.rest(start)
    if re.match(r"-[A-Za-z]", rest):
        return Cause(
            "a list item needs a blank behind its `-`",
            f"write `- {rest[1 : LONGEST_SHOWN + 1]}`",
            start,
            start + len(rest),
        )
    found = _KEY_WITHOUT_BLANK.match(rest)
    if found is None:
        return None
    key, value = found["key"], found["value"]
    return Cause(
        f"no blank behind the colon, so `{key[:LONGEST_SHOWN]}` is not read as a key",
        f"write `{key[:LONGEST_SHOWN]}: {value[:LONGEST_SHOWN]}`",
        start,
        start + len(rest),
    )


def colon_in_value(place: Place) -> Cause:
    """`: ` inside the unquoted value that the parser has just read."""
    start = place.last_start
    value = place.rest(start)
    advice = f"put the value in quotes{quoted(value)}"
    if "${{" in place.source.text[start : place.offset]:
        return Cause(
            "`: ` inside an unquoted expression ends the text for YAML",
            f"write it as a block after `|-`, or {advice}",
        )
    return Cause("`: ` inside an unquoted value starts a second key for YAML", advice)


def long_key(place: Place) -> Cause | None:
    """A key beyond the parser's limit, which makes it no key."""
    if place.offset - max(place.line_start, place.last_start) <= _LONGEST_KEY:
        return None
    return Cause(
        f"a key has at most {_LONGEST_KEY:,} characters",
        "shorten it, or put the value in quotes if this is text",
    )


def unclosed_quote(place: Place) -> Cause:
    """A quote that runs to the end of the file, or into a `---`."""
    start = place.offset if place.context is None else place.context
    return Cause(
        f"the quote `{place.source.text[start : start + 1]}` opened here is never closed",
        "close it where the text ends",
        start,
        related=(place.offset, "the text would run into this line") if "indicator" in place.problem else None,
    )


def closes_nothing(place: Place) -> Cause:
    """A bracket too many."""
    return Cause(
        f"`{place.character}` closes nothing: no bracket is open here",
        "delete it, or put the whole value in quotes if it is text",
    )


def wrong_bracket(place: Place, opened: int) -> Cause:
    """A bracket that closes another kind than the one that is open."""
    sign = place.source.text[opened : opened + 1]
    return Cause(
        f"`{place.character}` does not close the `{sign}` that is open here",
        f"close it with `{_CLOSING.get(sign, '}')}`",
        related=(opened, "opened here"),
    )


def never_closed(place: Place, opened: int) -> Cause:
    """A bracket that is open where what it is in ends."""
    sign = place.source.text[opened : opened + 1]
    return Cause(
        f"`{sign}` opened here is not closed",
        f"close it with `{_CLOSING.get(sign, '}')}`, or put the whole value in quotes if the bracket is text",
        opened,
    )


def bracket(place: Place) -> Cause:
    """Something between `[` and `]` or `{` and `}` that does not fit."""
    start = place.offset if place.context is None else place.context
    opened = place.source.text[start : start + 1]
    if place.character in ("]", "}"):
        return wrong_bracket(place, start)
    if opened in _CLOSING and place.source.text.startswith("${{", place.offset - 1):
        return _expression_in(place, start)
    slashes = _SLASHES.search(place.source.text, start, place.offset)
    if slashes is not None:
        return Cause("`//` does not start a comment in YAML", "write `#`", *slashes.span("slashes"))
    if not place.character or _ends_before(place, start):
        return never_closed(place, start)
    if place.character == ":":
        return Cause(
            "`: ` here, where the value before it has ended",
            "put a comma before the next key, or quotes around the value",
            related=(start, f"inside the `{opened}` opened here"),
        )
    return Cause(
        "a comma is missing before this",
        "put a comma between the items, or the whole value in quotes if the bracket is text",
        related=(start, f"inside the `{opened}` opened here"),
    )


def _expression_in(place: Place, opened: int) -> Cause:
    """An expression without quotes between brackets, where its braces are YAML's."""
    start = place.offset - 1
    begin = place.last_start if place.scalar is not None and place.last_end == place.offset else start
    whole = _VALUE_WITH_EXPRESSION.match(place.source.text, begin)
    correction = None
    if whole is not None and not ('"' in whole[0] and "'" in whole[0]):
        value = whole[0].rstrip()
        quote = "'" if '"' in value else '"'
        right = f"{quote}{value}{quote}"
        correction = Correction(f"write `{right}`", ((begin, begin + len(value), right),))
    bracket = place.source.text[opened]
    return Cause(
        f"between `{bracket}` and `{_CLOSING[bracket]}` an expression needs quotes",
        'put the whole value in quotes: `"${{ … }}"`',
        start,
        start + len("${{"),
        (opened, f"inside the `{bracket}` opened here"),
        correction,
    )


def _ends_before(place: Place, opened: int) -> bool:
    """Whether the line is indented no deeper than the one with the bracket: surely not inside it."""
    number = place.line_of(opened)
    if number == place.number:
        return False
    first = place.source.line(number)
    starts_its_line = first.lstrip(" ").startswith(("[", "{"))
    return not starts_its_line and _indent(place.line) <= _indent(first)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
