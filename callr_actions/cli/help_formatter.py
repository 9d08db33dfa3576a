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
    """Writes lists of terms in two columns where there is room, else each meaning below its term.

    Attributes:
        everything: whether rare options are explained, too.
        common: whether options that every command has are written.
    """

    everything = True
    common = True

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        if width is None:  # click would write 50 characters at least
            from shutil import get_terminal_size

            width = max(min(get_terminal_size().columns, max_width or 80) - 2, _LEAST)
        super().__init__(indent_increment, width, max_width)

    def write_text(self, text: str) -> None:
        """Write paragraphs. Examples keep their lines where there is room, and are folded elsewhere."""
        if self.width < _LEAST_FOR_COLUMNS:
            room = self.width - self.current_indent
            text = "\n\n".join(_folded(paragraph, room) for paragraph in text.split("\n\n"))
        super().write_text(text)

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

    def write_names(self, names: Iterable[str]) -> None:
        """Write names one behind the other, folded between them."""
        from textwrap import wrap

        indent = " " * self.current_indent
        # A name and what stands behind it stay on one line.
        joined = ", ".join(name.replace(" ", "\N{NO-BREAK SPACE}") for name in names)
        for line in wrap(
            joined,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        ):
            self.write(line.replace("\N{NO-BREAK SPACE}", " ") + "\n")


def _folded(paragraph: str, room: int) -> str:
    """Fold the lines of a paragraph that click leaves as they are; what explains an example goes below it."""
    if not paragraph.lstrip().startswith("\b"):
        return paragraph
    import re
    from textwrap import wrap

    lines = []
    for line in paragraph.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        for number, part in enumerate(re.split(r" {3,}", line.strip())):
            first, later = (indent, f"{indent}  ") if number == 0 else (f"{indent}    ", f"{indent}    ")
            folded = wrap(
                part,
                room,
                initial_indent=first,
                subsequent_indent=later,
                break_long_words=False,
                break_on_hyphens=False,
            )
            lines += folded or [line]
    return "\n".join(lines)
