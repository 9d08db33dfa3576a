"""JSON lines: an object on each line, whose values keep their types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from callr_actions.errors import CallrActionsError
from callr_actions.runs.batch.rows import BadRow, Row

if TYPE_CHECKING:
    from collections.abc import Iterator


class JsonRows:
    """The rows of a text of JSON lines, read once.

    Args:
        lines: with their ends.
        shown: how errors name the file.
    """

    columns: tuple[str, ...] | None = None
    """Unknown before the rows: each object has its own."""

    def __init__(self, lines: Iterator[str], shown: str) -> None:
        self._lines = lines
        self._shown = shown

    def __iter__(self) -> Iterator[Row | BadRow]:
        """Yield each line that is not empty.

        Raises:
            CallrActionsError: it is one JSON document and not a line for each row.
        """
        decode = msgspec.json.Decoder().decode
        for number, line in enumerate(self._lines, start=1):
            text = line.strip()
            if not text:
                continue
            try:
                found = decode(text)
            except msgspec.DecodeError as error:
                if number == 1 and text[0] in "[{":
                    raise self._one_document(text) from error
                yield BadRow(number, f"is not JSON: {str(error).lower()}")
                continue
            except RecursionError:
                yield BadRow(number, "is nested too deeply")
                continue
            if isinstance(found, dict):
                yield Row(number, found)
            elif number == 1 and isinstance(found, list):
                raise self._one_document(text)
            else:
                yield BadRow(number, f'is {_kind(found)}; a row is an object, such as {{"phone": "+33…"}}')

    def _one_document(self, text: str) -> CallrActionsError:
        what = "a JSON list" if text[0] == "[" else "JSON over several lines"
        return CallrActionsError(
            f"is {what}; a batch reads one object a line",
            file=self._shown,
            hint="`jq -c '.[]' FILE` writes a list so" if text[0] == "[" else "`jq -c . FILE` writes it so",
        )


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a number"
