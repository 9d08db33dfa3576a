"""`--output`: results of a batch as CSV or JSON lines, row by row, however many there are."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from callr_actions.cli.rendering.csv_text import csv_rows
from callr_actions.cli.rendering.hiding import without_secrets
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import unwritable
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.runs.batch.ledger import Ledger

FORMATS: Final = ("csv", "jsonl")
_COLUMNS: Final = ("line", "outcome", "why", "run", "attempts", "started", "ended", "seconds")


class ResultsFile(NamedTuple):
    """One of the forms in which results are wanted; the file is None for standard output."""

    format: str
    file: str | None


output_option: Callable[[Any], Any] = click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help=f"Results as {' or '.join(FORMATS)}, to FILE, else to standard output. Repeatable.",
)


def read_outputs(texts: tuple[str, ...]) -> tuple[ResultsFile, ...]:
    """Return what `--output` says; files first, so that a reader who leaves early loses none.

    Raises:
        CallrActionsError: there is no such format, or two go to one place.
    """
    found: list[ResultsFile] = []
    for text in texts:
        name, _, file = text.partition("=")
        if name not in FORMATS:
            raise CallrActionsError(f"--output: there is no format `{name}`", allowed=FORMATS, found=name)
        each = ResultsFile(name, file or None)
        if any(each.file == other.file for other in found):
            raise CallrActionsError(
                f"two formats would go to {each.file or 'standard output'}", hint="give one a file: csv=FILE"
            )
        found.append(each)
    return tuple(sorted(found, key=lambda each: each.file is None))


def write_results(ledger: Ledger, places: tuple[ResultsFile, ...]) -> None:
    """Write the results of all rows.

    Raises:
        CallrActionsError: a file cannot be written.
    """
    from callr_actions.atomic import write_atomic

    for place in places:
        pieces = _csv(ledger) if place.format == "csv" else _jsonl(ledger)
        if place.file is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            continue
        try:
            write_atomic(Path(place.file), pieces, mode=0o600)
        except OSError as error:
            raise unwritable(place.file, error) from error


def _csv(ledger: Ledger) -> Iterator[bytes]:
    from callr_actions.runs.batch.results import results, variable_names

    names = variable_names(ledger)
    yield csv_rows([(*_COLUMNS, *names)]).encode()
    for result in results(ledger):
        plain = without_secrets(result.to_json(), MASKER)
        assert isinstance(plain, dict)
        values = [plain["variables"].get(name) for name in names]
        yield csv_rows([(*(plain[column] for column in _COLUMNS), *values)]).encode(
            "utf-8", "backslashreplace"
        )


def _jsonl(ledger: Ledger) -> Iterator[bytes]:
    from callr_actions.runs.batch.results import results

    for result in results(ledger):
        plain = without_secrets(result.to_json(), MASKER)
        yield (json.dumps(plain, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
