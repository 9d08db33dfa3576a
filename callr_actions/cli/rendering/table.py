"""Rows and details as text with columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.terminal import width

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "  "
_WIDEST = 60


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, whole: bool = False) -> str:
    """Return a table; columns in which nothing stands are left out, long texts are cut.

    Args:
        titles: of the columns.
        rows: each with a cell per column.
        whole: whether to keep every column and every text, because they were asked for.
    """
    columns = [n for n in range(len(titles)) if whole or any(row[n] for row in rows)]
    lines = [[titles[n] for n in columns]]
    lines += [[row[n] if whole else cut(row[n]) for n in columns] for row in rows]
    widths = [max(width(line[n]) for line in lines) for n in range(len(columns))]
    return "".join(_line(line, widths) for line in lines)


def details(pairs: Sequence[tuple[str, str]]) -> str:
    """Return names and values, one pair a line."""
    widest = max((width(name) for name, _ in pairs), default=0)
    return "".join(_line(pair, (widest, 0)) for pair in pairs)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (size - width(text)) for text, size in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip() + "\n"


def cut(text: str, columns: int = _WIDEST) -> str:
    """Return what of a printable text fits into so many columns of the terminal."""
    if width(text) <= columns:
        return text
    kept = text[: columns - 1]
    while width(kept) >= columns:
        kept = kept[:-1]
    return kept + "…"
