"""CSV as people's programs write it: the separator found in the first line, rows with their line numbers."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, Final

from callr_actions.errors import CallrActionsError
from callr_actions.runs.batch.rows import BadRow, Row
from callr_actions.runs.batch.source import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
# What Excel reads and writes above the header to name its separator.
_EXCEL: Final = "sep="
_MOST_NAMED: Final = 5


class CsvRows:
    """The rows of a CSV text, read once.

    Args:
        lines: with their ends.
        shown: how errors name the file.
        separator: None for the one that the first line uses most.

    Raises:
        CallrActionsError: there is no header, or it names a column twice.
    """

    def __init__(self, lines: Iterator[str], shown: str, separator: str | None = None) -> None:
        self._shown = shown
        self._skipped = 0
        first = next(lines, "")
        if first.lower().startswith(_EXCEL) and len(first.rstrip("\r\n")) == len(_EXCEL) + 1:
            separator = separator or first[len(_EXCEL)]
            self._skipped = 1
            first = next(lines, "")
        self.separator = separator or _separator(first)
        csv.field_size_limit(LONGEST_LINE)
        self._reader = csv.reader(_chained(first, lines), delimiter=self.separator, strict=True)
        self.columns = self._header()

    def __iter__(self) -> Iterator[Row | BadRow]:
        """Yield each row that is not empty.

        Raises:
            CallrActionsError: the text is no CSV from some line on.
        """
        columns, named = self.columns, len(self.columns)
        while True:
            line = self._next_line
            cells = self._read()
            if cells is None:
                return
            if not any(cells):
                continue  # a line without anything, or with separators only
            if len(cells) == named:
                yield Row(line, dict(zip(columns, cells, strict=True)))
            elif len(cells) < named:
                yield BadRow(line, _too_few(columns, cells))
            elif any(cells[named:]):
                yield BadRow(line, f"has {len(cells)} cells, and there are {named} columns")
            else:
                yield Row(line, dict(zip(columns, cells, strict=False)))

    @property
    def _next_line(self) -> int:
        return self._reader.line_num + self._skipped + 1

    def _read(self) -> list[str] | None:
        line = self._next_line
        try:
            return next(self._reader, None)
        except csv.Error as error:
            last = self._reader.line_num + self._skipped
            raise CallrActionsError(
                f"{_in_words(str(error), line, last)}",
                file=self._shown,
                hint="a quote inside quotes is written twice; other separators are named with --separator",
            ) from error

    def _header(self) -> tuple[str, ...]:
        found = self._read() or []
        names = [name.strip() for name in found]
        while names and not names[-1]:
            names.pop()  # what spreadsheets leave behind the last column
        if not names:
            raise CallrActionsError("has no header: its first line names the columns", file=self._shown)
        twice = [name for name, count in Counter(filter(None, names)).items() if count > 1]
        if twice:
            raise CallrActionsError(
                f"line {1 + self._skipped}: the column `{twice[0]}` is there twice", file=self._shown
            )
        # A column without a name can't be mapped; it only has to be somewhere.
        return tuple(name or f"(column {at})" for at, name in enumerate(names, start=1))


def _separator(first: str) -> str:
    """Return the separator that a line uses most outside quotes; a comma where it uses none."""
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS.values(), key=lambda each: (outside.count(each), each == ","))


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _too_few(columns: Sequence[str], cells: Sequence[str]) -> str:
    missing = columns[len(cells) :]
    names = ", ".join(f"`{name}`" for name in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    verb = "is" if len(missing) == 1 else "are"
    return f"has {len(cells)} of {len(columns)} columns; {names}{more} {verb} missing"


def _in_words(error: str, line: int, last: int) -> str:
    if "field larger" in error or "unexpected end of data" in error:
        return f"the quote that begins on line {line} is not closed"
    if "expected after" in error:
        return f"line {last}: text behind a closing quote"
    return f"line {last}: {error}"
