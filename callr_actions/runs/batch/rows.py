"""What comes out of an input: rows with the line they stand on, and what is wrong with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Row(NamedTuple):
    """One row.

    Attributes:
        line: where it begins in the input, 1-based.
        cells: its values by column; texts from CSV, JSON values from JSON lines.
    """

    line: int
    cells: Mapping[str, object]


class BadRow(NamedTuple):
    """A row that nothing can be started with.

    Attributes:
        line: where it begins in the input, 1-based.
        message: what was found and what is allowed; values of cells are not shown in full.
    """

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"
