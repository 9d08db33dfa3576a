"""`callr-actions graph`: the flow of a scenario as a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callr_actions.cli.completion import completing
from callr_actions.cli.helping import ProgramCommand, Rare
from callr_actions.cli.manners import colours_on, plain_wanted
from callr_actions.cli.places import Place, in_order, place_of
from callr_actions.cli.project import find_project, lint_context, project_option
from callr_actions.cli.rendering.show import write
from callr_actions.cli.scenario_file import find_scenario_file, read_scenario_file, refuse_unreadable
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.graph.outputs import ENDINGS, OUTPUTS, renderer
from callr_actions.graph.outputs.style import Style
from callr_actions.terminal import columns, print_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from callr_actions.cli.project import FoundProject
    from callr_actions.graph.model import Graph

STDIN = "-"


@click.command("graph", cls=ProgramCommand)
@click.argument("scenario", metavar="KEY|FILE", shell_complete=completing("keys"))
@click.option(
    "--format",
    "-f",
    "named",
    type=click.Choice(list(OUTPUTS)),
    help="[default: what the name behind --out ends with, else text]",
)
@click.option("--out", metavar="FILE", help="Write it there: .svg, .mmd, .dot, .txt, .json.")
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="The same in one, and repeatable: -o svg=a.svg -o mermaid=a.mmd",
)
@click.option("--json", "json_output", cls=Rare, is_flag=True, help="The same as --output json.")
@click.option("--findings/--no-findings", default=True, help="Errors and warnings on their steps.")
@click.option("--ascii", "only_ascii", cls=Rare, is_flag=True, help="Draw the tree with ASCII only.")
@click.option("--color/--no-color", "colour", cls=Rare, default=None, help="Colours, whatever the terminal.")
@project_option
def command(
    scenario: str,
    named: str | None,
    out: str | None,
    outputs: tuple[str, ...],
    json_output: bool,
    findings: bool,
    only_ascii: bool,
    colour: bool | None,
    project_file: str | None,
) -> None:
    """Draw a scenario: branches, their steps, where jumps and answered legs go, what no run gets to.

    KEY|FILE is the scenario: its path below the scenarios folder without the extension, or its file; `-`
    is standard input.

    \b
    Examples:
      callr-actions graph front-desk                  a tree
      callr-actions graph front-desk --out desk.svg   for documents
      callr-actions graph front-desk -f mermaid       for a README
    """  # noqa: D301 - click reads it
    wanted = _wanted(named, out, [*outputs, "json"] if json_output else outputs)
    graph = _graph(scenario, find_project(project_file), findings=findings)
    stream = sys.stdout
    for place in wanted:
        if place.file is not None:
            write(renderer(place.format)(graph, Style()), place.file)
        elif stream is not None:
            colours = colours_on(colour, stream)
            style = Style(colours, columns(stream), only_ascii or _only_ascii(stream), plain_wanted())
            print_text(renderer(place.format)(graph, style), stream)


def _wanted(named: str | None, out: str | None, outputs: Sequence[str]) -> tuple[Place, ...]:
    """Return what is asked for.

    Raises:
        CallrActionsError: an unknown format, two formats for one place, or a file that names none.
    """
    places = []
    if out is not None:
        known = ENDINGS.get(Path(out).suffix.lower())
        if named is None and known is None and out != "-":
            raise CallrActionsError(
                f"--out {out}: the name does not say which format is meant",
                hint=f"add --format, or end the name with {', '.join(ENDINGS)}",
            )
        places.append(Place(named or known or "text", None if out == "-" else out))
    elif named is not None:
        places.append(Place(named))
    return in_order((*places, *(place_of(each, OUTPUTS) for each in outputs)), hint="-o FORMAT=FILE")


def _graph(named: str, found: FoundProject, *, findings: bool) -> Graph:
    """Read, check and build.

    Raises:
        CallrActionsError: there is no such scenario, or it is no YAML.
    """
    from callr_actions.cli.selection import lint_selection
    from callr_actions.graph.build import build_graph
    from callr_actions.language.scenario_reader import read_scenario
    from callr_actions.linter.engine import check_document

    if named == STDIN:
        from callr_actions.cli.standard_input import stdin_document

        document, name = stdin_document(None, found), "standard input"
        refuse_unreadable(document)
    else:
        path, key = find_scenario_file(named, found.project)
        document, name = read_scenario_file(path), key or path.stem
    context = lint_context(found.project)
    # Also without findings: secrets in the file are known by them, and stay out of the picture.
    checked = check_document(document, context, lint_selection(found.project.lint, (), (), None))
    return build_graph(
        read_scenario(document),
        context.catalog,
        checked.findings if findings else (),
        name=name,
        masker=MASKER.with_more(checked.secrets),
    )


def _only_ascii(stream: TextIO) -> bool:
    """Return whether a terminal shows nothing but ASCII."""
    return stream.isatty() and (stream.encoding or "").lower().replace("-", "") in ("ascii", "usascii")
