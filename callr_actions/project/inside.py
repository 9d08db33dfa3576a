"""CA909: paths and links that lead out of the project. callr.yaml comes with pull requests, so none may."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from callr_actions.project.report import quoted
from callr_actions.project.tree_access import child, entries, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from callr_actions.language.tree import Mapping, Node
    from callr_actions.project.report import Report


def is_inside(path: str | Path, folder: str | Path) -> bool:
    """Whether a path is the folder or below it once every link on both ways is followed."""
    real = os.path.realpath(path)
    top = os.path.realpath(folder)
    return real == top or real.startswith(top.rstrip(os.sep) + os.sep)


def path_problem(written: str, root: Path) -> str | None:
    """Return what is wrong with a path that callr.yaml names, or None."""
    if "\0" in written or "\\" in written:
        return f"{quoted(written)} is not a path with `/` between its parts"
    path = PurePosixPath(written)
    if path.is_absolute() or os.path.isabs(written) or ".." in path.parts:  # noqa: PTH117 - also `C:/`
        return f"{quoted(written)} leads out of the project's folder"
    if not is_inside(root / written, root):
        return f"{quoted(written)} is a link that leads out of the project's folder"
    return None


def check_paths(root: Mapping, folder: Path, report: Report) -> None:
    """Report every path of the file that leads out of its folder."""
    for node in _paths(root):
        written = text(node)
        problem = path_problem(written, folder) if written and "${" not in written else None
        if problem is not None:
            report.add(
                "CA909",
                node,
                problem,
                help="keep it in the repository, and write its path from callr.yaml's folder on",
            )


def _paths(root: Mapping) -> Iterator[Node]:
    places = [child(root, "scenarios"), child(root, "schema"), child(root, "lint", "baseline")]
    places += [child(entry.value, "world") for _, entry in entries(child(root, "scenario-settings"))]
    yield from (node for node in places if node is not None)
