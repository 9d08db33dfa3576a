"""Where a comment can stand that silences a finding, and what is written there."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from callr_actions.language.tree import Scalar, walk
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.suppression import LINE_OR_NODE, find_suppressions, is_directive, units_below
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from callr_actions.language.comments import Comment
    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.language.tree import Node
    from callr_actions.linter.suppression import Suppression

# What may stand before the key or item that is the first on its line: dashes, an anchor, a tag.
_FIRST_ON_LINE = lazy_pattern(r"[ \t]*(?:[-?][ \t]+)*(?:[&!][^\s,\[\]{}]*[ \t]+)*")
_BREAK = lazy_pattern(r"\r\n|\n|\r")


class Edit(NamedTuple):
    """One replacement in the text; an insertion where start and end are the same."""

    start: int
    end: int
    text: str


class Written(NamedTuple):
    """What to write so that findings are silenced.

    Attributes:
        edits: in the order of the file, none touching another.
        silenced: the findings that they silence.
    """

    edits: tuple[Edit, ...]
    silenced: tuple[Finding, ...]


class IgnoreComments:
    """The comments that a file needs, put together finding by finding."""

    def __init__(self, document: Document, root: Node, reason: str) -> None:
        self._source = document.source
        self._reason = reason
        self._suppressions = find_suppressions(document)
        self._behind = {
            self._line_of(comment.start): comment for comment in document.comments if not comment.own_line
        }
        self._alone = {self._line_of(each.start) for each in document.comments if each.own_line}
        self._within = sorted(_within_scalars(self._source.text, root))
        self._units = self._first_on_their_lines(root)
        # Codes by the line that a comment is behind, and by the unit that one is above.
        self._lines: dict[int, set[str]] = {}
        self._above: dict[tuple[int, int], set[str]] = {}

    def written(self, findings: Iterable[Finding]) -> Written:
        """Return the comments that silence these findings, as far as comments can.

        A comment above covers more than one line, so those come first, and what they cover needs no other.
        """
        rest: list[Finding] = []
        silenced: list[Finding] = []
        for finding in findings:
            if self._takes_comment(finding.span.start.line):
                rest.append(finding)
            elif (unit := self._unit_around(finding.span.start.offset)) is not None:
                self._above.setdefault(unit, set()).add(finding.code)
                silenced.append(finding)
        for finding in rest:
            start, line = finding.span.start.offset, finding.span.start.line
            if not any(
                unit[0] <= start <= unit[1] and finding.code in codes for unit, codes in self._above.items()
            ):
                self._lines.setdefault(line, set()).add(finding.code)
            silenced.append(finding)
        edits = [self._above_unit(unit, codes) for unit, codes in self._above.items()]
        edits += [self._behind_line(line, codes) for line, codes in self._lines.items()]
        return Written(tuple(sorted(edits)), tuple(silenced))

    def _line_of(self, offset: int) -> int:
        return self._source.position(offset).line

    def _line_end(self, line: int) -> int:
        return self._source.line_starts[line - 1] + len(self._source.line(line))

    def _takes_comment(self, line: int) -> bool:
        """Return whether a comment behind this line would be one, and be read as silencing the line."""
        if (comment := self._behind.get(line)) is not None:
            # A comment of ours that is written wrongly is reported; it must not be hidden in another.
            return self._present(comment) is not None or not is_directive(comment)
        if line in self._alone or not self._source.line(line).strip():
            return False
        end = self._line_end(line)
        index = bisect_right(self._within, (end, len(self._source.text) + 1)) - 1
        return index < 0 or self._within[index][1] < end

    def _present(self, comment: Comment) -> Suppression | None:
        """Return what a comment silences already, where it is one that can take more codes."""
        for each in self._suppressions:
            if each.comment.start == comment.start and each.verb == LINE_OR_NODE and each.valid:
                return each
        return None

    def _unit_around(self, offset: int) -> tuple[int, int] | None:
        """Return the smallest key or list item around an offset that a comment above it would cover."""
        last = bisect_right(self._units, (offset, len(self._source.text) + 1))
        return next((unit for unit in reversed(self._units[:last]) if unit[1] >= offset), None)

    def _first_on_their_lines(self, root: Node) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        seen = 0
        for unit in units_below(walk(root)):
            line = self._line_of(unit[0])
            if line == seen:
                continue
            seen = line
            before = self._source.text[self._source.line_starts[line - 1] : unit[0]]
            if _FIRST_ON_LINE.fullmatch(before):
                found.append(unit)
        return found

    def _behind_line(self, line: int, codes: set[str]) -> Edit:
        comment = self._behind.get(line)
        if comment is not None:
            present = self._present(comment)
            if present is not None:
                return _merged(present, codes)
            return Edit(comment.start, comment.start, self._comment(codes) + " ")
        end = self._line_end(line)
        gap = "" if self._source.text[end - 1 : end] in (" ", "\t") else " "
        return Edit(end, end, gap + self._comment(codes))

    def _above_unit(self, unit: tuple[int, int], codes: set[str]) -> Edit:
        for each in self._suppressions:
            if each.comment.own_line and each.covers == unit and each.verb == LINE_OR_NODE and each.valid:
                return _merged(each, codes)
        text = self._source.text
        start = self._source.line_starts[self._line_of(unit[0]) - 1]
        line = text[start : unit[0]]
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        found = _BREAK.search(text, unit[0]) or _BREAK.search(text)
        line_break = found.group() if found else "\n"
        return Edit(start, start, f"{indentation}{self._comment(codes)}{line_break}")

    def _comment(self, codes: Iterable[str]) -> str:
        reason = f" {self._reason}" if self._reason else ""
        return f"# callr: {LINE_OR_NODE}[{', '.join(sorted(codes))}]{reason}"


def _merged(present: Suppression, codes: set[str]) -> Edit:
    together = sorted(codes | {each.code for each in present.codes})
    return Edit(present.codes[0].start, present.codes[-1].end, ", ".join(together))


def _within_scalars(text: str, root: Node) -> Iterator[tuple[int, int]]:
    """Yield the first and the last offset of each piece in which `#` would be part of a value.

    Behind a value on its last line a comment can stand, and behind the header of a block. Behind a block's
    text none can: there is no place on those lines that is not the value's.
    """
    for node in walk(root):
        if not isinstance(node, Scalar):
            continue
        if node.style in ("|", ">"):
            header = _BREAK.search(text, node.start)
            first, last = header.end() if header else len(text) + 1, max(node.raw_end, node.end)
        else:
            first, last = node.start, node.end - 1
        if first <= last:
            yield first, last
