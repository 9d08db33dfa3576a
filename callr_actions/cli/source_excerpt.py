"""A place in a file as people see it: the line, and carets below the piece that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from callr_actions.cli.manners import plain_wanted, say
from callr_actions.cli.session import MASKER
from callr_actions.terminal import printable, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source, Span


def source_excerpt(source: Source, span: Span, clean: Callable[[str], str]) -> str:
    """Return the lines that show a piece of a file.

    Args:
        source: the file.
        span: the piece; of several lines the first one is shown.
        clean: makes text safe to print.
    """
    number = str(span.start.line)
    if plain_wanted():
        place = f"  at {clean(source.path)} line {number} column {span.start.column}"
        return f"{place}\n  {clean(source.line(span.start.line)).strip()}"
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


def print_findings(findings: Iterable[Finding], source: Source) -> None:
    """Print findings about a file to standard error, each with its line."""
    for finding in findings:
        say(f"error[{finding.code}] {clean(finding.message)}")
        click.echo(source_excerpt(source, finding.span, clean), err=True)
        print_help(finding.help)


def print_help(advice: str | None) -> None:
    """Print what to do, where there is something to be said, to standard error."""
    if advice:
        say(f"help: {clean(advice)}" if plain_wanted() else f"  = help: {clean(advice)}")


def clean(text: str) -> str:
    """Return text from outside as it may be printed: secrets hidden, on one line."""
    return printable(MASKER.mask(text)).replace("\n", "\\n")
