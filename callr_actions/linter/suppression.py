"""`# callr: ignore[CODE] reason`: findings that the author has looked at and wants to keep.

A comment behind something covers its line; one on a line of its own covers the whole key or list item
below it; `ignore-file[CODE]` covers the file wherever it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.tree import Mapping, Sequence
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from callr_actions.language.comments import Comment
    from callr_actions.language.document import Document
    from callr_actions.language.tree import Node

# Cheap signs of a comment; `Callr:` and `CALLR:` are meant, too.
_MARKS = ("allr:", "ALLR:")
_DIRECTIVE = lazy_pattern(r"(?i)#+[ \t]*callr:[ \t]*(?P<verb>[\w-]*)[ \t]*(?:\[(?P<codes>[^\]]*)\])?")
_CODE = lazy_pattern(r"[^\s,]+")
_CODE_OR_PREFIX = lazy_pattern("(?i)[A-Z]{1,3}[0-9]*")
LINE_OR_NODE, FILE = "ignore", "ignore-file"


class IgnoredCode(NamedTuple):
    """One code, prefix of codes or name in a comment, with its place."""

    code: str
    start: int
    end: int

    def means(self, code: str, name: str) -> bool:
        """Whether a finding with this code and name is meant, as `--ignore` would have it."""
        return self.code.lower() == name or (len(self.code) > 1 and code.startswith(self.code))


class Suppression(NamedTuple):
    """One comment that silences findings, or was meant to.

    Attributes:
        comment: where it stands.
        verb: `ignore` or `ignore-file`, or what else stands there.
        codes: what it silences, in the order written.
        covers: offsets between which a finding has to start.
    """

    comment: Comment
    verb: str
    codes: tuple[IgnoredCode, ...]
    covers: tuple[int, int]

    @property
    def valid(self) -> bool:
        """Whether it says what it silences in a way that is understood."""
        return self.verb in (LINE_OR_NODE, FILE) and bool(self.codes)

    def silences(self, code: str, name: str, start: int) -> IgnoredCode | None:
        """Return the entry that silences a finding with this code, name and start, if one does."""
        if not self.valid or not self.covers[0] <= start <= self.covers[1]:
            return None
        return next((each for each in self.codes if each.means(code, name)), None)


def find_suppressions(document: Document) -> tuple[Suppression, ...]:
    """Return the comments of a document that are addressed to this program, in their order.

    A text without the mark costs one search. Of a file that is not YAML nothing is silenced.
    """
    if document.root is None or not any(mark in document.source.text for mark in _MARKS):
        return ()
    found = [
        (comment, directive)
        for comment in document.comments
        if (directive := _DIRECTIVE.match(comment.text)) is not None
    ]
    units = units_below(document.nodes) if found else []
    return tuple(_suppression(document, comment, directive, units) for comment, directive in found)


def is_directive(comment: Comment) -> bool:
    """Return whether a comment is addressed to this program, rightly written or not."""
    return _DIRECTIVE.match(comment.text) is not None


def _suppression(
    document: Document, comment: Comment, directive: re.Match[str], units: list[tuple[int, int]]
) -> Suppression:
    base = comment.start + directive.start("codes")
    codes = tuple(
        IgnoredCode(_folded(code.group()), base + code.start(), base + code.end())
        for code in _CODE.finditer(directive["codes"] or "")
    )
    verb = directive["verb"].lower()
    return Suppression(comment, verb, codes, _covers(document, comment, verb, units))


def _folded(word: str) -> str:
    """Return a code in upper case, a name in lower case."""
    return word.upper() if _CODE_OR_PREFIX.fullmatch(word) else word.lower()


def _covers(document: Document, comment: Comment, verb: str, units: list[tuple[int, int]]) -> tuple[int, int]:
    source = document.source
    if verb == FILE:
        return 0, len(source.text)
    if comment.own_line:
        return next((unit for unit in units if unit[0] > comment.end), (comment.end, comment.end))
    line = source.position(comment.start).line
    start = source.line_starts[line - 1]
    return start, start + len(source.line(line))


def units_below(nodes: Iterable[Node]) -> list[tuple[int, int]]:
    """Return what a comment above can cover: keys with their values and list items; the larger first."""
    return sorted(_keys_and_items(nodes), key=lambda unit: (unit[0], -unit[1]))


def _keys_and_items(nodes: Iterable[Node]) -> Iterator[tuple[int, int]]:
    for node in nodes:
        if isinstance(node, Mapping):
            yield from ((entry.key.start, max(entry.key.end, entry.value.end)) for entry in node.entries)
        elif isinstance(node, Sequence):
            yield from ((item.start, item.end) for item in node.items)
