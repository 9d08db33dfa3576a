"""CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA = tuple("=+-@\t\r")
# A phone number and a negative amount are numbers for a spreadsheet and for everybody else.
_NUMBER = lazy_pattern(r"[+-]?[0-9]+(\.[0-9]+)?")


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a header and rows as CSV (RFC 4180, with LF); values as the API sends them, objects as JSON.

    A text that a spreadsheet would compute is written behind an apostrophe.
    """
    return csv_rows(chain((titles,), rows))


def csv_rows(rows: Iterable[Sequence[object]]) -> str:
    """Return rows in the same form, such as the next piece of a long table."""
    import csv
    import io

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for row in rows:
        writer.writerow([_text(value) for value in row])
    return written.getvalue()


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value if not value.startswith(_FORMULA) or _NUMBER.fullmatch(value) else f"'{value}"
        case list() if value and all(isinstance(each, str) for each in value):
            return _text(" ".join(value))
        case _:
            import json

            return json.dumps(value, ensure_ascii=False)
