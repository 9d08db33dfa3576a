"""For every character of a scalar's value, where it stands in the file.

YAML folds lines, drops indentation and undoes escapes; a finding inside an expression must still
point at the character that the author typed. The rules here follow the C parser that reads the file
(libyaml 0.2.5), which also takes NEL, LS and PS for line breaks.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from callr_actions.language.source import Source
    from callr_actions.language.tree import Scalar

_BREAK = lazy_pattern(r"\r\n|[\r\n\x85\u2028\u2029]")
_FOLD = lazy_pattern(
    r"[ \t]*+(?P<first>\r\n|[\r\n\x85\u2028\u2029])"
    r"(?P<rest>(?:[ \t]*+(?:\r\n|[\r\n\x85\u2028\u2029]))*+)[ \t]*+"
)
# What reads the same in file and value, by style: blanks in front of a line break are not part of it.
_RUN = {
    "": lazy_pattern(r"(?:[^ \t\r\n\x85\u2028\u2029]++|[ \t]++(?![\r\n\x85\u2028\u2029]))++"),
    "'": lazy_pattern(r"(?:[^ \t\r\n\x85\u2028\u2029']++|[ \t]++(?![\r\n\x85\u2028\u2029]))++"),
    '"': lazy_pattern(r"(?:[^ \t\r\n\x85\u2028\u2029\\]++|[ \t]++(?![\r\n\x85\u2028\u2029]))++"),
}
_HEADER = lazy_pattern(r"[|>](?P<flags>[-+0-9]*)[^\r\n\x85\u2028\u2029]*")
_TEXT = lazy_pattern(r"[^ \n\u2028\u2029]")
_KEPT_BREAKS = "\u2028\u2029"
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip


class OffsetMap:
    """Where each character of one scalar's value comes from.

    Built from pieces: runs that stand in the file as in the value, and single characters that are
    written otherwise (an escape, a folded line break).
    """

    def __init__(self, empty_at: int) -> None:
        self.length = 0
        self._empty_at = empty_at
        self._values: list[str] = []
        self._indexes: list[int] = []
        self._offsets: list[int] = []
        self._widths: list[int] = []

    @property
    def value(self) -> str:
        """The value as spelled by the pieces; equal to the parser's value."""
        return "".join(self._values)

    def run(self, text: str, start: int, end: int) -> None:
        """Add a piece that reads the same in file and value."""
        if end > start:
            self.character(text[start:end], start, 1)

    def character(self, value: str, offset: int, width: int) -> None:
        """Add one character of the value that takes `width` characters in the file."""
        self._values.append(value)
        self._indexes.append(self.length)
        self._offsets.append(offset)
        self._widths.append(width)
        self.length += len(value)

    def offset(self, index: int) -> int:
        """Return the file offset at which the value's character `index` starts.

        The index one past the last character means the end of that character.
        """
        if not self._indexes:
            return self._empty_at
        if index >= self.length:
            return self.end_of(self.length - 1)
        piece = bisect_right(self._indexes, max(index, 0)) - 1
        return self._offsets[piece] + max(index, 0) - self._indexes[piece]

    def end_of(self, index: int) -> int:
        """Return the file offset behind the value's character `index`."""
        piece = bisect_right(self._indexes, index) - 1
        return self._offsets[piece] + index - self._indexes[piece] + self._widths[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return file offsets for the value's characters from `start` to `end` (exclusive)."""
        if end <= start or not self._indexes:
            place = self.offset(start)
            return place, place
        return self.offset(start), self.end_of(min(end, self.length) - 1)


def offset_map(source: Source, scalar: Scalar) -> OffsetMap:
    """Return the map of a scalar. Costs time linear in its length; build it only where it is needed."""
    if scalar.style in ("|", ">"):
        return _block(source.text, scalar)
    return _flow(source.text, scalar)


def _flow(text: str, scalar: Scalar) -> OffsetMap:
    start, end, style = scalar.start, scalar.end, scalar.style
    if style:
        start, end = start + 1, end - 1
    run_pattern = _RUN[style]
    pieces = OffsetMap(start)
    at = start
    while at < end:
        run = run_pattern.match(text, at, end)
        if run:
            at = run.end()
            pieces.run(text, run.start(), at)
            if at == end:
                break
        if text[at] == "\\":
            at = _escape(pieces, text, at, end)
        elif text[at] == "'":
            pieces.character("'", at, 2)
            at += 2
        else:
            fold = _FOLD.match(text, at, end)
            assert fold is not None, "what does not read as it stands is an escape, a quote or a fold"
            _fold(pieces, text, fold)
            at = fold.end()
    return pieces


def _fold(pieces: OffsetMap, text: str, fold: re.Match[str], *, escaped: bool = False) -> None:
    """Add what a break between two lines of a flow scalar stands for."""
    first, rest = fold["first"], fold["rest"]
    if not escaped:
        if first in _KEPT_BREAKS:
            pieces.character(first, fold.start("first"), 1)
        elif not rest:
            pieces.character(" ", fold.start("first"), len(first))
    if not rest:
        return
    for found in _BREAK.finditer(text, *fold.span("rest")):
        pieces.character(_normal(found.group()), found.start(), len(found.group()))


def _escape(pieces: OffsetMap, text: str, at: int, end: int) -> int:
    """Add an escape of a double-quoted scalar; return the offset behind it."""
    letter = text[at + 1]
    fold = _FOLD.match(text, at + 1, end)
    if fold and not fold.group().startswith((" ", "\t")):
        _fold(pieces, text, fold, escaped=True)
        return fold.end()
    if letter in _HEX_DIGITS:
        width = 2 + _HEX_DIGITS[letter]
        pieces.character(chr(int(text[at + 2 : at + width], 16)), at, width)
        return at + width
    pieces.character(_ESCAPES[letter], at, 2)
    return at + 2


def _block(text: str, scalar: Scalar) -> OffsetMap:
    header = _HEADER.match(text, scalar.start)
    assert header is not None, "a block scalar starts with its header"
    flags = header["flags"]
    lines = list(_lines(text, header.end(), scalar.raw_end))
    return _block_at(
        text, scalar, lines, _indent(text, scalar.value, lines), keep="+" in flags, strip="-" in flags
    )


def _indent(text: str, value: str, lines: list[tuple[int, int, int]]) -> int:
    """Return by how many spaces the content of a block is indented.

    An indicator counts from the parent's indentation, which the tree does not know; but what the
    parser left of the spaces in front of the first text tells what it took away.
    """
    longest = 0
    for start, end, _ in lines:
        spaces = _leading_spaces(text, start, end)
        if start + spaces < end:
            first = _TEXT.search(value)
            assert first is not None, "a line with text is part of the value"
            before = value[: first.start()]
            return spaces - (len(before) - len(before.rstrip(" ")))
        longest = max(longest, spaces)
    return longest - max(map(len, _BREAK.split(value)))


def _block_at(
    text: str,
    scalar: Scalar,
    lines: list[tuple[int, int, int]],
    indent: int,
    *,
    keep: bool,
    strip: bool,
) -> OffsetMap:
    """Spell a block scalar whose content is indented by `indent` spaces."""
    pieces = OffsetMap(scalar.end)
    folded = scalar.style == ">"
    pending: tuple[int, int] | None = None  # the break behind the last line with content
    blanks: list[tuple[int, int]] = []  # the breaks of blank lines since
    after_more_indented = False
    for line_start, line_end, next_start in lines:
        start = min(line_start + indent, line_end)
        if start == line_end:
            blanks.append((line_end, next_start))
            continue
        more_indented = text[start] in " \t"
        if pending is not None:
            joined = folded and not after_more_indented and not more_indented
            _join(pieces, text, pending, blanks, folded=joined)
        for found in blanks:
            _add_break(pieces, text, found)
        pieces.run(text, start, line_end)
        pending = (line_end, next_start) if next_start > line_end else None
        blanks = []
        after_more_indented = more_indented
    if pending is not None and not strip:
        _add_break(pieces, text, pending)
    if keep:
        for found in blanks:
            _add_break(pieces, text, found)
    return pieces


def _join(
    pieces: OffsetMap,
    text: str,
    line_break: tuple[int, int],
    blanks: list[tuple[int, int]],
    *,
    folded: bool,
) -> None:
    start, end = line_break
    if not folded or text[start:end] in _KEPT_BREAKS:
        _add_break(pieces, text, line_break)
    elif not blanks:
        pieces.character(" ", start, end - start)


def _add_break(pieces: OffsetMap, text: str, line_break: tuple[int, int]) -> None:
    start, end = line_break
    pieces.character(_normal(text[start:end]), start, end - start)


def _normal(line_break: str) -> str:
    return line_break if line_break in _KEPT_BREAKS else "\n"


def _lines(text: str, header_end: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield each content line as (start, end without its break, start of the next line)."""
    first = _BREAK.match(text, header_end, end)
    if first is None:
        return
    start = first.end()
    for found in _BREAK.finditer(text, start, end):
        yield start, found.start(), found.end()
        start = found.end()
    if start < end:
        yield start, end, end


def _leading_spaces(text: str, start: int, end: int) -> int:
    return end - start - len(text[start:end].lstrip(" "))
