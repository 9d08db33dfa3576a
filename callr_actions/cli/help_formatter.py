"""Help in narrow terminals: what an option means stands below it, so that no word is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

# With less, the column of the meanings would have no room for a word.
_LEAST_FOR_COLUMNS = 60
_LEAST = 30


class HelpFormatter(click.HelpFormatter):
    """Writes lists of terms in two columns where there is room, else each meaning below its term."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        if width is None:  # click would write 50 characters at least
            from shutil import get_terminal_size

            width = max(min(get_terminal_size().columns, max_width or 80) - 2, _LEAST)
        super().__init__(indent_increment, width, max_width)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms with their meanings."""
        if self.width >= _LEAST_FOR_COLUMNS:
            super().write_dl(rows, col_max, col_spacing)
            return
        for term, meaning in rows:
            self.write(f"{'':>{self.current_indent}}{term}\n")
            self.indent()
            self.indent()
            self.write_text(meaning)
            self.dedent()
            self.dedent()
