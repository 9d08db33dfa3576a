"""A place in a file as people see it: the line, and carets below the piece that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.terminal import width

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.language.source import Source, Span


def source_excerpt(source: Source, span: Span, clean: Callable[[str], str]) -> str:
    """Return the lines that show a piece of a file.

    Args:
        source: the file.
        span: the piece; of several lines the first one is shown.
        clean: makes text safe to print.
    """
    number = str(span.start.line)
    blank = " " * len(number)
    line = source.line(span.start.line)
    first = span.start.column - 1
    last = span.end.column - 1 if span.end.line == span.start.line else len(line)
    before, marked, after = clean(line[:first]), clean(line[first:last]), clean(line[last:])
    return "\n".join(
        (
            f"{blank}--> {clean(source.path)}:{number}:{span.start.column}",
            f"{blank} |",
            f"{number} | {before}{marked}{after}",
            f"{blank} | {' ' * width(before)}{'^' * max(width(marked), 1)}",
        )
    )
