"""Filling values into callr.yaml: new ones are added, changed ones replaced, the rest stays as it is.

The file is changed as text, and read again: it has to say what it said, the new values, and nothing else,
with every comment.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from callr_actions.errors import CallrActionsError
from callr_actions.language.core_schema import resolve
from callr_actions.language.document import document_from_bytes
from callr_actions.language.finding import Edit
from callr_actions.language.tree import Mapping, Scalar, Sequence, plain_data
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.project.edit import last_offset, line_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.document import Document
    from callr_actions.language.source import Source
    from callr_actions.language.tree import Data, Entry, Node

Wanted: TypeAlias = "dict[str, Wanted] | list[str] | str"
"""What is to stand in a file: mappings are filled, lists of texts and texts replaced."""

_PLAIN = lazy_pattern(r"[^\W\d_](?:[\w /.'()&+-]*[\w)])?|\$[A-Za-z]\w*")
# Older readers of YAML take them for true and false.
_BOOLEAN_ELSEWHERE = frozenset(("y", "n", "yes", "no", "on", "off"))
# What libyaml takes for a line break, or refuses, in a quoted text.
_UNSAFE = lazy_pattern("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_BREAK = lazy_pattern(r"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"
_STEP = 2


def filled(before: bytes | None, wanted: dict[str, Wanted], shown: str) -> bytes:
    """Return the text of a project file with these values in it.

    Args:
        before: the file's bytes; None for a file that there is not.
        wanted: the values, as a mapping with the file's own keys.
        shown: its path as errors name it.

    Raises:
        CallrActionsError: the file has errors, or cannot be changed in such a small way.
    """
    if before is None:
        return _text({"version": 1, **wanted}, 0, "\n").encode()
    document = document_from_bytes(before, shown, what="a project file")
    root = document.mapping
    if document.problems or root is None:
        problem = document.problems[0].message
        raise CallrActionsError(
            f"it has an error, so it is not changed: {problem}", file=shown, hint="mend it first"
        )
    text = document.source.text
    after = text
    # Of edits in one place the last is made first: the lines of an inner mapping stand before an outer one's.
    edits = reversed([*_Filling(document.source).mapping(root, wanted)])
    for edit in sorted(edits, key=_place, reverse=True):
        after = after[: edit.span.start.offset] + edit.text + after[edit.span.end.offset :]
    data = (_BOM if document.source.bom else b"") + after.encode("utf-8", "surrogatepass")
    if not _is_right(document, root, wanted, data):
        raise CallrActionsError(
            "filling it in would change something else in this file, so it is not changed",
            file=shown,
            hint=f"write into it by hand: {_flow(wanted)}",
        )
    return data


class _Filling:
    """Works out the edits of one text."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        found = _BREAK.search(source.text)
        self._newline = found.group() if found else "\n"

    def mapping(self, node: Mapping, wanted: dict[str, Wanted]) -> Iterator[Edit]:
        """Yield the edits that make a mapping hold what is wanted."""
        new: dict[str, Wanted] = {}
        for name, value in wanted.items():
            entry = node.get(name)
            if entry is None:
                new[name] = value
            elif plain_data(entry.value) != value:
                yield from self._changed(node, entry, value)
        if new:
            yield self._added(node, new)

    def _changed(self, parent: Mapping, entry: Entry, wanted: Wanted) -> Iterator[Edit]:
        node = entry.value
        if isinstance(wanted, dict) and isinstance(node, Mapping):
            yield from self.mapping(node, wanted)
        elif isinstance(wanted, dict) and isinstance(node, Scalar) and node.is_null and not parent.flow:
            if node.end > node.start:
                yield self._edit(node.start, node.end, "")
            at = line_end(self._text, node.end)
            yield self._lines(at, _text(wanted, self._column(entry.key) + _STEP, self._newline))
        elif isinstance(wanted, list) and isinstance(node, Sequence) and not node.flow and wanted:
            yield from self._items(node, wanted)
        elif not isinstance(wanted, dict) or (isinstance(node, Scalar) and node.is_null):
            space = " " if self._text[node.start - 1 : node.start] == ":" else ""
            yield self._edit(node.start, node.end, space + _flow(_ordered(node, wanted)))

    def _items(self, node: Sequence, wanted: list[str]) -> Iterator[Edit]:
        """Yield the edits of a list with an item a line: lines of items that stay are not touched."""
        left = list(wanted)
        for item in node.items:
            value = plain_data(item)
            if isinstance(value, str) and value in left:
                left.remove(value)
            else:
                start = self._source.line_starts[self._source.position(item.start).line - 1]
                yield self._edit(start, line_end(self._text, item.end), "")
        indent = " " * self._column(node)
        text = "".join(f"{indent}- {_flow(value)}{self._newline}" for value in left)
        if text:
            yield self._lines(line_end(self._text, node.items[-1].end), text)

    def _added(self, node: Mapping, new: dict[str, Wanted]) -> Edit:
        if node.flow:
            inside = _flow(new)[1:-1]
            if not node.entries:
                return self._edit(node.start + 1, node.start + 1, inside)
            at = max(node.entries[-1].value.end, node.entries[-1].key.end)
            return self._edit(at, at, f", {inside}")
        column = self._column(node.entries[0].key) if node.entries else self._column(node)
        return self._lines(line_end(self._text, last_offset(node)), _text(new, column, self._newline))

    def _lines(self, at: int, text: str) -> Edit:
        ended = at == 0 or self._text[at - 1] in "\r\n"
        return self._edit(at, at, text if ended else self._newline + text)

    def _column(self, node: Node) -> int:
        return self._source.position(node.start).column - 1

    def _edit(self, start: int, end: int, text: str) -> Edit:
        return Edit(self._source.span(start, end), text)


def _place(edit: Edit) -> tuple[int, int]:
    return edit.span.start.offset, edit.span.end.offset


def _text(value: dict[str, Wanted] | dict[str, int | Wanted], column: int, newline: str) -> str:
    """Return a mapping in lines."""
    lines = []
    for name, below in value.items():
        key = f"{' ' * column}{_flow(name)}:"
        if isinstance(below, dict) and below:
            lines.append(f"{key}{newline}{_text(below, column + _STEP, newline)}")
        else:
            lines.append(f"{key} {_flow(below)}{newline}")
    return "".join(lines)


def _flow(value: int | Wanted) -> str:
    """Return a value on one line."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(name)}: {_flow(below)}" for name, below in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    plain = (
        _PLAIN.fullmatch(value)
        and value.casefold() not in _BOOLEAN_ELSEWHERE
        and isinstance(resolve(value, plain=True, tag=None), str)
    )
    return value if plain else _quoted(value)


def _quoted(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def _is_right(document: Document, root: Mapping, wanted: dict[str, Wanted], after: bytes) -> bool:
    """Whether the new text says what the old one said and what is wanted, with every comment."""
    read = document_from_bytes(after, document.source.path, what="a project file")
    if read.mapping is None or read.problems:
        return False
    kept = Counter(comment.text for comment in read.comments)
    lost = Counter(comment.text for comment in document.comments) - kept
    allowed = Counter(_comments_of_items_that_go(document, root, wanted))
    return repr(plain_data(read.mapping)) == repr(_with(plain_data(root), wanted)) and not lost - allowed


def _comments_of_items_that_go(document: Document, node: Mapping, wanted: dict[str, Wanted]) -> Iterator[str]:
    """Yield the comments behind items of lists that are wanted no more: they are about those."""
    for name, value in wanted.items():
        entry = node.get(name)
        below = None if entry is None else entry.value
        if isinstance(value, dict) and isinstance(below, Mapping):
            yield from _comments_of_items_that_go(document, below, value)
        elif isinstance(value, list) and isinstance(below, Sequence):
            lines = {
                document.source.position(item.start).line
                for item in below.items
                if plain_data(item) not in value
            }
            for comment in document.comments:
                if document.source.position(comment.start).line in lines:
                    yield comment.text


def _ordered(node: Node, wanted: Wanted) -> Wanted:
    """Return a list with what is there already first, in the order of the file."""
    if not isinstance(wanted, list):
        return wanted
    found = plain_data(node)
    stays = (
        [item for item in found if isinstance(item, str) and item in wanted]
        if isinstance(found, list)
        else []
    )
    return [*stays, *(item for item in wanted if item not in stays)]


def _with(data: Data, wanted: Wanted) -> Data:
    """Return what a value says once what is wanted has been filled in; keys keep their order."""
    if isinstance(wanted, str):
        return wanted
    if isinstance(wanted, list):
        stays = [item for item in data if item in wanted] if isinstance(data, list) else []
        same = isinstance(data, list) and Counter(map(repr, data)) == Counter(map(repr, wanted))
        return data if same else [*stays, *(item for item in wanted if item not in stays)]
    old = data if isinstance(data, dict) else {}
    return old | {name: _with(old.get(name), value) for name, value in wanted.items()}
