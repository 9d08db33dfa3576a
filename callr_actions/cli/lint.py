"""`callr-actions lint`: check scenarios and the project file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from callr_actions.cli.baseline import baseline_options, find_baseline
from callr_actions.cli.caching import find_project_and_cache, known_codes, note_codes
from callr_actions.cli.checking import (
    FileChecker,
    Unchecked,
    check_files,
    refuse_unchecked,
    rewrite_files,
)
from callr_actions.cli.combinations import refuse_together
from callr_actions.cli.helping import ProgramCommand, Rare
from callr_actions.cli.manners import say
from callr_actions.cli.outputs import parse_outputs, write_outputs
from callr_actions.cli.project import lint_context, project_option
from callr_actions.cli.selection import lint_selection
from callr_actions.cli.session import MASKER
from callr_actions.cli.subjects import STDIN, discover_asked, findings_beside, searched, unseen_error
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language.finding import Severity
from callr_actions.linter.outputs import OUTPUTS
from callr_actions.linter.result import gather
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.fixing import Fixer
    from callr_actions.cli.ignoring import Ignorer
    from callr_actions.cli.project import FoundProject
    from callr_actions.cli.project_fixing import MendedProject
    from callr_actions.language.document import Document
    from callr_actions.language.finding import Finding
    from callr_actions.linter.selection import Selection

SEVERITIES = [severity.value for severity in Severity]


@click.command("lint", cls=ProgramCommand)
@click.argument("paths", nargs=-1)
@project_option
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help=f"{', '.join(OUTPUTS)}; to FILE, else to standard output. Repeatable.",
)
@click.option("--json", "json_output", cls=Rare, is_flag=True, help="The same as --output json.")
@click.option("--select", multiple=True, metavar="CODES", help="Only these codes, prefixes or names.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these codes, prefixes or names out.")
@click.option(
    "--profile",
    metavar="NAME",
    help="default; strict: fails from warning on; all: every rule, fails from info on.",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="End with 1 from this severity on.  [default: the profile's, else error]",
)
@click.option("--fix", is_flag=True, help="Apply safe fixes to the files, then check.")
@click.option(
    "--unsafe", cls=Rare, is_flag=True, help="With --fix: fixes that may change what a scenario does, too."
)
@click.option(
    "--add-ignores",
    cls=Rare,
    is_flag=True,
    help="Silence what is found by comments in the files, then check.",
)
@click.option("--reason", cls=Rare, metavar="TEXT", help="With --add-ignores: what the comments say.")
@click.option("--diff", is_flag=True, help="With --fix or --add-ignores: show the changes, write nothing.")
@click.option("--show-fixes", cls=Rare, is_flag=True, help="With --fix: list what was fixed in each file.")
@baseline_options
@click.option(
    "--statistics",
    cls=Rare,
    is_flag=True,
    help="Count the findings by code, too (text, concise, json, jsonl); with -q the table alone.",
)
@click.option(
    "--jobs",
    "-j",
    cls=Rare,
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Share many files among N processes.  [default: as many as the machine has, at most 8]",
)
@click.option(
    "--no-cache",
    cls=Rare,
    is_flag=True,
    envvar="CALLR_NO_CACHE",
    help="Check every file anew; read and write no .callr/cache. CALLR_NO_CACHE=1 does the same.",
)
@click.option("--stdin-filename", cls=Rare, metavar="NAME", help="What findings call standard input.")
@click.option("--color/--no-color", "colour", cls=Rare, default=None, help="Colours, whatever the terminal.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing when nothing is found.")
def command(
    paths: tuple[str, ...],
    project_file: str | None,
    outputs: tuple[str, ...],
    json_output: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str | None,
    fail_on: str | None,
    fix: bool,
    unsafe: bool,
    add_ignores: bool,
    reason: str | None,
    diff: bool,
    show_fixes: bool,
    baseline: str | None,
    no_baseline: bool,
    write_baseline: str | None,
    statistics: bool,
    jobs: int,
    no_cache: bool,
    stdin_filename: str | None,
    colour: bool | None,
    quiet: bool,
) -> int:
    """Check scenarios and callr.yaml; print what is wrong, where, and how to mend it.

    PATHS are files, folders or patterns; `-` is standard input. Without any, the whole project is
    checked: callr.yaml and every scenario below its scenarios folder.

    Ends with 1 when a finding is an error (see --fail-on), with 0 otherwise.

    \b
    Examples:
      callr-actions lint                         the project
      callr-actions lint -o sarif=lint.sarif     for a server
    """  # noqa: D301 - click reads it
    refuse_together(
        STDIN in paths,
        {"--fix": fix, "--unsafe": unsafe, "--show-fixes": show_fixes, "--diff": diff}
        | {
            "--add-ignores": add_ignores,
            "--reason": reason is not None,
            "--write-baseline": write_baseline is not None,
        },
    )
    wanted = parse_outputs([*outputs, "json"] if json_output else outputs)
    found, cache = find_project_and_cache(project_file, use_cache=not (fix or add_ignores or no_cache))
    whole = found.source is not None and (not paths or any(found.is_file(path) for path in paths))
    choice = partial(lint_selection, select=select, ignore=ignore, fail_on=fail_on, profile=profile)
    mended = _mended(found, choice, unsafe=unsafe) if fix and whole else None
    found = mended.found if mended is not None and not diff else found
    project = found.project
    mistakes: list[Finding] = []
    selection = choice(project.lint, known=known_codes(cache), mistakes=mistakes)
    note_codes(cache, selection)
    discovery = discover_asked(paths, found)
    further = (*mistakes, *findings_beside(paths, found, discovery, selection))
    nothing = not discovery.scenarios and not further and STDIN not in paths
    if nothing and not (whole and paths):
        raise CallrActionsError(
            "no scenario found", file=searched(paths, found), hint="name a file, or write *.yaml files there"
        )
    known = find_baseline(baseline, no_baseline, write_baseline, found, selection)
    stdin = _standard_input(stdin_filename, found) if STDIN in paths else []
    rewriter: Fixer | Ignorer | None = None
    fixer: Fixer | None = None
    if fix:
        from callr_actions.cli.fixing import Fixer

        rewriter = fixer = Fixer(lint_context(project), selection, unsafe=unsafe, diff=diff, show=show_fixes)
        fixer.take_project(mended)
    elif add_ignores:
        from callr_actions.cli.ignoring import Ignorer

        rewriter = Ignorer(lint_context(project), selection, known, reason=reason, diff=diff)
    checker = FileChecker(project, selection)
    unchecked: list[Unchecked] = []
    if rewriter is not None:
        outcomes = rewrite_files(stdin, discovery.scenarios, rewriter, checker)
    else:
        outcomes = check_files(
            stdin, discovery.scenarios, checker, selection, unchecked, cache=cache, jobs=jobs
        )
    result = gather(
        map(known.watch, outcomes) if known is not None else outcomes,
        selection,
        further=further,
        further_sources=[found.source] if found.source else (),
    )
    if known is not None:
        result = known.applied(
            result, write=write_baseline is not None, whole=whole, everything=not paths, fixer=fixer
        )
    fails = result.fails(selection.fail_on)
    if rewriter is not None:
        rewriter.report()
        fails = rewriter.fails(result)
    if diff:
        return ExitCode.FINDINGS if fails else ExitCode.DONE
    if whole:
        result = result._replace(files=result.files + 1)
    if statistics:
        from callr_actions.linter.statistics import statistics_of

        result = result._replace(statistics=statistics_of(result.findings))
    # The fixed text of standard input goes to standard output; findings must not mix with it.
    unseen = unseen_error(found, result)
    if unseen is not None:
        start, code = unseen.span.start, unseen.code
        shown = f"{unseen.file}:{start.line}:{start.column}: error[{code}] {unseen.message}"
        say(printable(MASKER.mask(shown)))
    if found.broken and (unseen is not None or not quiet):
        folder = found.project.scenarios.name
        say(
            f"{found.project.shown} has errors, so nothing in it counts"
            + ("" if paths else f": scenarios were looked for in {folder}/ only")
        )
    write_outputs(wanted, result, colour=colour, quiet=quiet, to_stderr=fix and STDIN in paths)
    refuse_unchecked(unchecked)
    return ExitCode.FINDINGS if fails else ExitCode.DONE


def _standard_input(name: str | None, found: FoundProject) -> list[Document]:
    from callr_actions.cli.standard_input import stdin_document

    return [stdin_document(name, found)]


def _mended(found: FoundProject, choice: Callable[..., Selection], *, unsafe: bool) -> MendedProject | None:
    from callr_actions.cli.project_fixing import mend_project

    return mend_project(found, choice(found.project.lint, mistakes=[]), unsafe=unsafe)
