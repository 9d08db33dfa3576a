"""What `lint` and `watch` look at: the scenarios that are asked for, and what there is to say beside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.project.discovery import Discovery, discover
from callr_actions.project.named_paths import discover_paths
from callr_actions.project.scenario_check import check_scenarios, idle_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.cli.project import FoundProject
    from callr_actions.language.finding import Finding
    from callr_actions.linter.result import LintResult
    from callr_actions.linter.selection import Selection
    from callr_actions.project.project import Project

STDIN = "-"


def unseen_error(found: FoundProject, result: LintResult) -> Finding | None:
    """Return an error of callr.yaml that is not among the findings, because its code is not selected."""
    errors = [finding for finding in found.findings if finding.severity is Severity.ERROR]
    return errors[0] if errors and not any(error in result.findings for error in errors) else None


def discover_asked(paths: tuple[str, ...], found: FoundProject) -> Discovery:
    """Return the scenarios that paths stand for; without paths, all of the project.

    Raises:
        CallrActionsError: a path does not exist, or a pattern matches nothing.
    """
    project = found.project
    here = Path.cwd()
    if not paths:
        if not os.path.lexists(project.scenarios):
            return Discovery((), ())  # there is nothing to read, not something that cannot be read
        return discover(project.root, project.scenarios, base=here)
    named = [Path(path) for path in paths if path != STDIN and not found.is_file(path)]
    return discover_paths(named, base=here, root=project.root, folder=project.scenarios)


def findings_beside(
    paths: tuple[str, ...], found: FoundProject, discovery: Discovery, selection: Selection
) -> tuple[Finding, ...]:
    """Return what is to be said beside the scenarios.

    All about callr.yaml when the whole project or the file itself is checked; of a broken one the errors
    always, because nothing it says can hold then.
    """
    findings = found.findings
    if not paths and found.source is not None:
        findings = (
            *findings,
            *check_scenarios(found.project, [each.key for each in discovery.scenarios]),
            *_idle_patterns(found.project, discovery, selection),
        )
    elif not any(found.is_file(path) for path in paths):
        findings = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    return (*findings, *discovery.findings)


def _idle_patterns(project: Project, discovery: Discovery, selection: Selection) -> Iterator[Finding]:
    """Yield a finding for each pattern below `per-file` that matches nothing that was found."""
    for choice, written in zip(selection.per_file, project.lint.per_file, strict=True):
        if not any(choice.matches(scenario.shown) for scenario in discovery.scenarios):
            yield idle_pattern(written.glob)


def searched(paths: tuple[str, ...], found: FoundProject) -> str:
    """Return where scenarios were looked for, as the user would type it."""
    if paths:
        return " ".join(paths)
    project = found.project
    return project.scenarios.relative_to(project.root).as_posix() + "/"
