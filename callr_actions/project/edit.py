"""Writing one key into callr.yaml without touching anything else in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callr_actions.atomic import write_atomic
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import unwritable
from callr_actions.language.core_schema import resolve
from callr_actions.language.document import document_from_bytes
from callr_actions.language.tree import Scalar, plain_data, walk
from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.language.document import Document
    from callr_actions.language.tree import Data, Mapping

_SAFE_PLAIN = lazy_pattern(r"[A-Za-z0-9_/.][A-Za-z0-9_/.-]*")
_BREAK = lazy_pattern(r"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


def set_schema(project_file: Path, value: str) -> None:
    """Record `schema: VALUE` in callr.yaml; every other byte of the file stays what it is.

    A file that does not exist is created.

    Raises:
        CallrActionsError: the file has errors, or cannot be changed in such a small way, or cannot be
            read or written.
    """
    try:
        try:
            before = project_file.read_bytes()
        except FileNotFoundError:
            after = f"version: 1\nschema: {_scalar(value)}\n".encode("utf-8", "surrogatepass")
            _check({"version": 1}, after, value, project_file)
        else:
            after = _edited(before, value, project_file)
        write_atomic(project_file, after)
    except OSError as error:
        raise unwritable(project_file, error) from error


def _edited(before: bytes, value: str, file: Path) -> bytes:
    document = document_from_bytes(before, file.name, what="a project file")
    root = document.mapping
    if document.problems or root is None:
        problem = document.problems[0].message
        raise CallrActionsError(
            f"it has an error, so it is not changed: {problem}", file=str(file), hint="mend it first"
        )
    if root.flow:
        raise CallrActionsError(
            "the whole file is written in braces, where no line can be added",
            file=str(file),
            hint=f"add `schema: {_scalar(value)}` by hand, or write the file without the outer braces",
        )
    text = document.source.text
    start, end, new = _change(document, root, value)
    after = (text[:start] + new + text[end:]).encode("utf-8", "surrogatepass")
    after = (_BOM if document.source.bom else b"") + after
    data = plain_data(root)
    assert isinstance(data, dict), "the root is a mapping"
    _check(data, after, value, file)
    return after


def _change(document: Document, root: Mapping, value: str) -> tuple[int, int, str]:
    """Return the piece of text to replace (start, end) and what to write there."""
    text = document.source.text
    present = root.get("schema")
    if present is not None:
        start, end = present.value.start, present.value.end
        space = " " if start == end and text[start - 1 : start] == ":" else ""
        return start, end, space + _scalar(value)
    version = root.get("version")
    at = line_end(text, version.value.end if version is not None else last_offset(root))
    first = root.entries[0].key.start if root.entries else root.start
    indent = text[document.source.line_starts[document.source.position(first).line - 1] : first]
    line_break = _BREAK.search(text)
    newline = line_break.group() if line_break else "\n"
    before = "" if at == 0 or text[at - 1] in "\r\n" else newline
    return at, at, f"{before}{indent}schema: {_scalar(value)}{newline}"


def last_offset(root: Mapping) -> int:
    """Return where the mapping ends, with the empty lines that belong to a block scalar at its end."""
    ends = [node.raw_end - 1 for node in walk(root) if isinstance(node, Scalar) and node.raw_end > node.end]
    return max([root.end, *ends])


def line_end(text: str, offset: int) -> int:
    """Return where the line after an offset's line begins, or the text's end."""
    found = _BREAK.search(text, offset)
    return found.end() if found else len(text)


def _scalar(value: str) -> str:
    if _SAFE_PLAIN.fullmatch(value) and isinstance(resolve(value, plain=True, tag=None), str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _check(before: dict[str, Data], after: bytes, value: str, file: Path) -> None:
    """Make sure that the new text says what the old one said, and the new value, and nothing else."""
    document = document_from_bytes(after, file.name, what="a project file")
    if document.mapping is not None and not document.problems:
        data = plain_data(document.mapping)
        old = {key: item for key, item in before.items() if key != "schema"}
        if isinstance(data, dict) and data.pop("schema", None) == value and repr(data) == repr(old):
            return
    raise CallrActionsError(
        "adding the key would change something else in this file, so it is not changed",
        file=str(file),
        hint=f"write `schema: {_scalar(value)}` into it by hand",
    )
