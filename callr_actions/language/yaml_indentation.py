"""The likely causes of a syntax error that lie in how lines are indented or follow each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from callr_actions.language.yaml_causes import (
    behind_quote,
    behind_value,
    colon_in_value,
    long_key,
    missing_blank,
)
from callr_actions.language.yaml_stumble import Cause
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from callr_actions.language.yaml_stumble import Place

_CONFLICT = lazy_pattern(r"^(?:<{7}|>{7})(?= |$)", re.MULTILINE)
_NO_TEXT = lazy_pattern(r"(?:\s++|#[^\r\n]*+)*+")
_ONE_WORD = lazy_pattern(r"[\w$-]+")
_ASSIGNMENT = lazy_pattern(r"(?P<key>[\w$-]+)\s*=(?!=)\s*(?P<value>[^;]*)")
_DASHES = lazy_pattern(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?P<rest>.*)")


def merge_conflict(place: Place) -> Cause | None:
    """The markers that git leaves."""
    found = _CONFLICT.search(place.source.text)
    if found is None:
        return None
    return Cause(
        "a merge conflict is left in the file", "resolve it and delete its marker lines", *found.span()
    )


def second_colon(place: Place) -> Cause:
    """`: ` where no key can be."""
    cause = behind_quote(place) or long_key(place)
    if cause is not None:
        return cause
    start = place.last_start
    if place.scalar is None or place.scalar.style or place.source.text[place.last_end : place.offset].strip():
        return Cause("`: ` where no key can be", "put the value in quotes")
    if place.line_of(start) == place.number:
        return colon_in_value(place)
    return _key_read_as_text(place, start)


def _key_read_as_text(place: Place, start: int) -> Cause:
    """The plain scalar before the colon began on a line above: why it was not over there."""
    number = place.line_of(start)
    line = place.source.line(number)
    above = place.source.line_starts[number - 1] + len(line) - len(line.lstrip(" "))
    cause = missing_blank(place, above) if line.lstrip(" ").startswith("-") else None
    cause = cause or missing_blank(place, start)
    if cause is not None:
        return cause
    if not place.source.text[place.source.line_starts[number - 1] : start].strip(" -"):
        return _no_colon(place, start)
    key_start = place.line_start + len(place.line) - len(place.line.lstrip())
    key = place.source.text[key_start : place.offset]
    if "${{" in place.source.text[start:key_start] or not _ONE_WORD.fullmatch(key):
        return Cause(
            "`: ` inside an unquoted value of several lines starts a key for YAML",
            "put the whole value in quotes, or write it as a block after `|-` or `>-`",
            related=(start, "the value starts here"),
        )
    return Cause(
        f"`{key}` is indented deeper than the key above, so it is read as more of that key's text",
        "line it up with the key above",
        key_start,
        related=(start, "the text starts here"),
    )


def key_without_colon(place: Place) -> Cause:
    """A line that should be a key and has no `: `."""
    start = place.offset if place.context is None else place.context
    return _less_than_block(place, start) or missing_blank(place, start) or _no_colon(place, start)


def _no_colon(place: Place, start: int) -> Cause:
    rest = place.rest(start)
    end = start + len(rest)
    if rest == "---":
        return Cause("`---` stands inside the document", "delete it", start, end)
    found = _ASSIGNMENT.fullmatch(rest)
    if found is not None and len(rest) <= 60:
        return Cause(
            "a key takes a colon, not an equals sign",
            f"write `{found['key']}: {found['value']}`",
            start,
            end,
        )
    advice = f"write `{rest}:`" if _ONE_WORD.fullmatch(rest) and len(rest) <= 60 else "write `key: value`"
    return Cause(
        "no colon behind this, so it is not a key",
        f"{advice}; if it is more of the text above, indent it deeper",
        start,
        end,
    )


def misfit(place: Place) -> Cause:
    """A line, or text, at which neither the next key nor the next item nor a block's end is found."""
    if place.starts_line and place.character == ":":
        return Cause(
            "`: ` at the start of a line ends the text above for YAML",
            "put the whole value in quotes, or write it as a block after `|-`",
        )
    if place.starts_line:
        cause = _less_than_block(place, place.offset) or missing_blank(place, place.offset)
        return cause or _indentation(place)
    return behind_quote(place) or behind_value(place)


def outside_document(place: Place) -> Cause:
    """Text behind the end of the document, or a directive without one."""
    if isinstance(place.last, yaml.DocumentEndEvent) and place.last.explicit:
        return Cause("text behind the `...` that ends the document", "delete the line `...`")
    if isinstance(place.last, yaml.DocumentEndEvent) and place.starts_line:
        return Cause(
            "this line stands further left than the first one, so it is not part of the same mapping",
            "indent both alike",
        )
    if place.starts_line:
        return directive(place)
    return behind_quote(place) or Cause("text goes on behind the value", "put the whole value in quotes")


def directive(place: Place) -> Cause:
    """A line that starts with `%`."""
    start = place.source.text.rfind("%", 0, place.offset + 1)
    start = max(start, 0)
    return Cause(
        "a line that starts with `%` is read as a YAML directive",
        "delete it: a scenario needs none; or indent it, if it is text",
        start,
        start + len(place.rest(start)),
    )


def _less_than_block(place: Place, start: int) -> Cause | None:
    """A line behind a block of text that was meant to belong to it."""
    scalar = place.scalar
    if scalar is None or scalar.style not in ("|", ">"):
        return None
    if not _NO_TEXT.fullmatch(place.source.text, place.last_end, start):
        return None
    end = start + len(place.rest(start))
    if _deepest_blank(place) > start - place.source.line_starts[place.line_of(start) - 1]:
        return Cause(
            "the blank lines at the start of the block have more spaces than its text",
            "delete the spaces in the blank lines",
            start,
            end,
            related=(place.last_start, "the block starts here"),
        )
    if not scalar.value:
        return Cause(
            f"the text of the block after `{scalar.style}` is not indented deeper than its key",
            "indent each of its lines by two spaces more than the key",
            start,
            end,
            related=(place.last_start, "the block starts here"),
        )
    return Cause(
        "this line is indented less than the first line of the block of text above, so it is outside of it",
        "indent it as deep as the block's first line, or deeper",
        start,
        end,
        related=(place.last_start, "the block starts here"),
    )


def _deepest_blank(place: Place) -> int:
    """Return the spaces of the longest line of a block that has only blank lines; 0 for other blocks."""
    _, *lines = place.source.text[place.last_start : place.last_end].split("\n")
    return 0 if any(line.strip() for line in lines) else max(map(len, lines), default=0)


def _indentation(place: Place) -> Cause:
    own = place.offset - place.line_start
    keys, items = _levels(place)
    levels = keys | items
    item = place.line.lstrip(" ").startswith("- ")
    lower = max((level for level in levels if level < own), default=None)
    upper = min((level for level in levels if level > own), default=None)
    if own in levels:
        if item:
            return Cause(
                "a list item stands among the keys of a mapping",
                "line it up with the other items of its list" + _spaces(items),
            )
        return Cause(
            "a key stands among the items of a list",
            "line it up with the keys of the item above, or start it with `- ` if it is an item",
        )
    if lower is not None and upper is not None:
        return Cause(
            f"this line is indented by {own} spaces, the lines above by {lower} or {upper}",
            "line it up with those that it belongs to",
        )
    return Cause(
        "this line is indented deeper than the one above, which already has its value",
        f"indent it by {lower or 0} spaces",
    )


def _spaces(items: set[int]) -> str:
    return f", which is indented by {max(items)} spaces" if items else ""


def _levels(place: Place) -> tuple[set[int], set[int]]:
    """Return by how many spaces the keys and the list items are indented among which the line could be."""
    keys: set[int] = set()
    items: set[int] = set()
    lowest: int | None = None
    for number in range(place.number - 1, 0, -1):
        found = _DASHES.match(place.source.line(number))
        assert found is not None, "the pattern matches every line"
        indent = len(found["indent"])
        if (lowest is not None and indent >= lowest) or not found["rest"] or found["rest"].startswith("#"):
            continue
        lowest = indent
        if found["dashes"]:
            items.add(indent)
        keys.add(indent + len(found["dashes"]))
        if not indent:
            break
    return keys, items
