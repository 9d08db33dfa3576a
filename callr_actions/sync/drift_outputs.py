"""Drift as text, as JSON and as Markdown for an issue or a step summary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.linter.outputs.inert_markdown import inert, prose
from callr_actions.sync.drift import Kind
from callr_actions.sync.outputs.markdown import folded_diff
from callr_actions.terminal import folded, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.masking import Masker
    from callr_actions.sync.drift import Difference, Drift, Edit, Row

VERSION = 1
_LONGEST = 500
# A comment on GitHub has 65,536 characters at most, an issue as well.
_MOST_CHARACTERS = 65_000
_RESERVE = 300


def text(found: Drift, masker: Masker, *, diff: bool = False, room: int | None = None) -> str:
    """Return a line for each difference, and one that counts.

    Args:
        found: what differs.
        masker: knows secrets.
        diff: whether the lines are shown that were edited on the account.
        room: columns that prose is folded to; None for no end of them.
    """

    def prose_line(line: str) -> str:
        return folded(printable(masker.mask(line)), room)

    lines = []
    for row in found.rows:
        for each in row.differences:
            kind = "ignored" if each.ignored is not None else each.kind.words
            lines.append(prose_line(f"{kind:<12}  {row.key}  {each.field}: {each.detail}"))
            lines += [prose_line(f"{'':<12}  {note}") for note in _notes(each)]
            if diff and each.edit is not None:
                lines += [f"    {printable(masker.mask(line))}" for line in _lines(each.edit)]
    lines.append(prose_line(_counts(found)))
    return "".join(f"{line}\n" for line in lines)


def as_json(found: Drift, masker: Masker) -> str:
    """Return the machine form."""
    value = {
        "version": VERSION,
        "account": found.account,
        "drift": found.is_there,
        "summary": {kind.value: found.count(kind) for kind in Kind} | {"unmanaged": len(found.unmanaged)},
        "rows": [_row_json(row) for row in found.rows],
    }
    return masker.mask(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def markdown(found: Drift, masker: Masker) -> str:
    """Return a heading that counts, and a table of what differs."""
    parts = [f"## callr-actions: {inert(_counts(found), _LONGEST)}\n"]
    table = [
        f"| {inert(row.key or '', _LONGEST)} | {_shown(each)} | {each.field} | "
        f"{'<br>'.join(prose(masker.mask(words), _LONGEST) for words in (each.detail, *_notes(each)))} |\n"
        for row in found.rows
        for each in row.differences
    ]
    edits = [
        folded_diff(row.key or "", list(_lines(each.edit)), masker)
        for row in found.rows
        for each in row.differences
        if each.edit is not None
    ]
    if table:
        parts.append("\n| scenario | what | field | how |\n|---|---|---|---|\n")
    room = _MOST_CHARACTERS - _RESERVE - sum(map(len, parts))
    pieces = [*table, *edits]
    for index, piece in enumerate(pieces):
        room -= len(piece)
        if room < 0:
            parts.append(f"\n… and {len(pieces) - index:,} more.\n")
            break
        parts.append(piece)
    return masker.mask("".join(parts))


OUTPUTS: dict[str, Callable[[Drift, Masker], str]] = {"text": text, "json": as_json, "markdown": markdown}


def _lines(edit: Edit) -> Iterator[str]:
    yield f"--- {edit.against.words}"
    yield "+++ on the account"
    yield from edit.diff.split("\n")


def _shown(each: Difference) -> str:
    return f"{each.kind.words} (ignored)" if each.ignored is not None else each.kind.words


def _notes(each: Difference) -> Iterator[str]:
    if each.ignored is not None:
        why = f": {each.ignored.reason}" if each.ignored.reason else ""
        yield f"ignored until {each.ignored.until} by {each.ignored.place}{why}"
    if each.expired is not None:
        yield f"was ignored until {each.expired.until} by {each.expired.place}"


def _counts(found: Drift) -> str:
    kinds = (*(kind for kind in Kind if kind is not Kind.SAME and found.count(kind)), Kind.SAME)
    counts = [f"{found.count(kind):,} {kind.words}" for kind in kinds]
    unmanaged = [f"{len(found.unmanaged):,} not managed"] if found.unmanaged else []
    return f"account `{found.account}`: {', '.join([*counts, *unmanaged])}"


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "sid": row.sid,
        "name": row.name,
        "class": row.kind.value,
        "differences": [
            {
                "field": each.field,
                "class": each.kind.value,
                "detail": each.detail,
                "ignored_until": None if each.ignored is None else str(each.ignored.until),
                "expired": None if each.expired is None else str(each.expired.until),
                "diff": None if each.edit is None else each.edit.diff,
                "against": None if each.edit is None else each.edit.against.value,
            }
            for each in row.differences
        ],
    }
