"""One way into every input: its format found by name or content, its rows one after the other."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.batch.csv_rows import SEPARATORS, CsvRows
from callr_actions.runs.batch.json_rows import JsonRows
from callr_actions.runs.batch.source import numbered_lines, open_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

FORMATS: Final = ("csv", "jsonl")
_BY_ENDING: Final = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
}


class Reading(NamedTuple):
    """How an input is read; None for what the file itself says.

    Attributes:
        format: `csv` or `jsonl`.
        encoding: such as `windows-1252`.
        separator: of CSV: one character, or its name.
    """

    format: str | None = None
    encoding: str | None = None
    separator: str | None = None


@contextmanager
def open_rows(path: Path, shown: str, how: Reading) -> Iterator[CsvRows | JsonRows]:
    """Open an input; its rows can be read once, as long as this lasts.

    Raises:
        CallrActionsError: it cannot be read, or is neither CSV nor JSON lines.
    """
    with open_text(path, shown, how.encoding) as text:
        lines = numbered_lines(text, shown)
        if _format(path, how, text) == "jsonl":
            yield JsonRows(lines, shown)
            return
        separator = how.separator
        if separator is None and path.suffix.lower() == ".tsv":
            separator = "\t"
        yield CsvRows(lines, shown, SEPARATORS.get(separator or "", separator))


def _format(path: Path, how: Reading, text: TextIO) -> str:
    named = how.format or _BY_ENDING.get(path.suffix.lower())
    if named is not None:
        return named
    with suppress(UnicodeDecodeError):  # whoever reads the lines says where
        if text.read(1) == "{":
            named = "jsonl"
    text.seek(0)
    return named or "csv"
