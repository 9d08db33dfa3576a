"""Finding callr.yaml, from wherever in the project a command is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.project.project import PROJECT_FILE

if TYPE_CHECKING:
    from pathlib import Path


def find_project_file(start: Path) -> Path | None:
    """Return the callr.yaml of a folder or of the nearest folder above it, or None.

    The search ends at the root of a git repository (a folder with `.git`) and at the root of the
    file system: a stray callr.yaml in somebody's home folder is never meant.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        found = folder / PROJECT_FILE
        if found.is_file():
            return found
        if (folder / ".git").exists():
            return None
    return None
