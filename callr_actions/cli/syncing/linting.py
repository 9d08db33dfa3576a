"""Lint before anything is planned: what would stop a deploy is known before the account is asked."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.cli.baseline import find_baseline
from callr_actions.cli.caching import find_project_and_cache, known_codes, note_codes
from callr_actions.cli.checking import FileChecker, Unchecked, check_files, refuse_unchecked
from callr_actions.cli.manners import plain_wanted, room
from callr_actions.cli.project import find_project
from callr_actions.cli.selection import lint_selection
from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.result import gather
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.discovery import discover
from callr_actions.project.scenario_check import check_scenarios

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.project import FoundProject
    from callr_actions.language.finding import Finding
    from callr_actions.linter.cache import Cache
    from callr_actions.linter.result import LintResult
    from callr_actions.linter.selection import Selection
    from callr_actions.project.discovery import ScenarioFile
    from callr_actions.project.project import Project


class Linted(NamedTuple):
    """The scenarios of the folder, and what stops them.

    Attributes:
        scenarios: all of the folder, also those that were not checked.
        blocking: the findings that are bad enough, of those that were.
    """

    project: Project
    scenarios: tuple[ScenarioFile, ...]
    blocking: LintResult


def lint_before(project_file: str | None, meant: Callable[[str], bool]) -> Linted:
    """Check the scenarios that are meant as `lint` does.

    Args:
        project_file: the file behind `--project`.
        meant: whether a key is meant.

    Raises:
        CallrActionsError: there is no scenario at all, or callr.yaml is broken.
    """
    found, cache = find_project_and_cache(project_file, use_cache=True)
    project = found.project
    selection = lint_selection(project.lint, (), (), None, known=known_codes(cache))
    note_codes(cache, selection)
    if not os.path.lexists(project.scenarios):
        raise _no_scenario(project)
    discovery = discover(project.root, project.scenarios, base=Path.cwd())
    if not discovery.scenarios and not discovery.findings:
        raise _no_scenario(project)
    further = (*found.findings, *discovery.findings)
    return _linted(found, project, discovery.scenarios, meant, selection, cache, further)


def lint_these(
    project: Project, scenarios: tuple[ScenarioFile, ...], meant: Callable[[str], bool], target: str | None
) -> Linted:
    """Check scenarios that were laid out from a commit, by the choices and the baseline of today.

    Args:
        project: with the settings of the commit.
        scenarios: all of the commit.
        meant: whether a key is meant.
        target: the file behind `--project`, for the baseline.
    """
    selection = lint_selection(project.lint, (), (), None, known=known_codes(None))
    return _linted(find_project(target), project, scenarios, meant, selection, None, ())


def _linted(
    found: FoundProject,
    project: Project,
    scenarios: tuple[ScenarioFile, ...],
    meant: Callable[[str], bool],
    selection: Selection,
    cache: Cache | None,
    further: tuple[Finding, ...],
) -> Linted:
    """Check what is meant, and leave out what today's baseline knows.

    Args:
        found: callr.yaml as it is today.
        project: what the scenarios are checked with.
        scenarios: all that there are.
        meant: whether a key is meant.
        selection: what counts.
        cache: what is known of the files; None for files that are not those of the folder.
        further: findings beside those of the scenarios.
    """
    checked = [each for each in scenarios if meant(each.key)]
    unchecked: list[Unchecked] = []
    checker = FileChecker(project, selection)
    outcomes = (
        check_files([], checked, checker, selection, unchecked, cache=cache, jobs=0 if cache else 1)
        if checked
        else ()
    )
    known = find_baseline(None, False, None, found, selection)
    result = gather(
        map(known.watch, outcomes) if known is not None else outcomes,
        selection,
        further=(*further, *check_scenarios(project, [each.key for each in scenarios])),
        # Of another commit's callr.yaml the lines of today would be shown.
        further_sources=[found.source] if found.source and project is found.project else (),
    )
    if known is not None:
        result = known.applied(result, write=False, whole=False, everything=False, fixer=None)
    refuse_unchecked(unchecked)
    blocking = tuple(each for each in result.findings if each.severity.at_least(selection.fail_on))
    return Linted(project, scenarios, result._replace(findings=blocking, statistics=None))


def show_blocking(linted: Linted) -> None:
    """Print the findings that stop a deploy, as `lint` does."""
    if not linted.blocking.findings or sys.stderr is None:
        return
    from callr_actions.linter.outputs import renderer

    style = Style(masker=MASKER, room=room(sys.stderr), plain=plain_wanted())
    text = renderer("text")(linted.blocking, style)
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _no_scenario(project: Project) -> CallrActionsError:
    return CallrActionsError(
        "no scenario found; an empty folder is never taken to mean that all are to be deleted",
        file=project.scenarios.relative_to(project.root).as_posix() + "/",
        hint="is this the right folder, is everything checked out? `callr-actions pull` fills it",
    )
