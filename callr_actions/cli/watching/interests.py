"""What is asked of `watch`, and what on the disk its findings depend on."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.cli.project import find_file
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.gitignore import repository_root
from callr_actions.project.project import PROJECT_FILE
from callr_actions.project.user_config import user_config_file
from callr_actions.watch.work import Interests

if TYPE_CHECKING:
    from callr_actions.project.discovery import Discovery
    from callr_actions.project.project import Project


class Asked(NamedTuple):
    """What is asked for on the command line; names as there."""

    paths: tuple[str, ...] = ()
    project_file: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str | None = None
    fail_on: str | None = None
    baseline: str | None = None
    no_baseline: bool = False
    no_cache: bool = False
    jobs: int = 0


def interests_of(
    asked: Asked, project: Project | None, discovery: Discovery | None, companions: frozenset[str]
) -> Interests:
    """Return what the findings depend on.

    Args:
        asked: what is asked for.
        project: as it was read last; None before.
        discovery: the scenarios as they were found last; None before.
        companions: files of which it is to be said when they change, though no finding depends on them.
    """
    here = Path.cwd()
    settings = set(_project_files(asked.project_file, here))
    settings.add(str(user_config_file(os.environ, sys.platform)))
    named = {os.path.normpath(here / path) for path in asked.paths}
    if asked.baseline is not None:
        settings.add(str(Path(asked.baseline).absolute()))
    if project is not None:
        settings.update(str(file) for file in (project.file, project.schema) if file is not None)
        if project.lint.baseline is not None and not asked.no_baseline:
            settings.add(str(project.root / project.lint.baseline.text))
        if not asked.paths:
            named.add(str(project.scenarios.absolute()))
    folders: set[str] = set()
    scenarios: frozenset[str] = frozenset()
    if discovery is not None:
        scenarios = frozenset(str(each.path) for each in discovery.scenarios)
        folders.update(discovery.folders)
        folders.update(above for folder in discovery.folders for above in _ignore_folders(folder))
    return Interests(scenarios, frozenset(folders), frozenset(named), frozenset(settings), companions)


def _project_files(named: str | None, here: Path) -> list[str]:
    """Return every file that would be the project file if it came to be, or is it."""
    if named is not None:
        return [str(Path(named).absolute())]
    found = find_file(None)
    last = found.parent if found is not None else Path(repository_root(str(here), str(here)))
    files = []
    for folder in (here, *here.parents):
        files.append(str(folder / PROJECT_FILE))
        if folder == last:
            break
    return files


def _ignore_folders(folder: str) -> list[str]:
    """Return the folders above one whose .gitignore counts for it."""
    top = repository_root(folder, folder)
    folders = []
    while folder != top:
        folder = os.path.dirname(folder)  # noqa: PTH120 - plain text paths
        folders.append(folder)
    return folders
