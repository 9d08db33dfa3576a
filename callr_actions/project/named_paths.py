"""What a user names on the command line: files, folders and patterns, turned into scenarios."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.project.discovery import (
    Discovery,
    ScenarioFile,
    Search,
    key_from,
    key_of,
    printable,
    same_keys,
    sorted_findings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def discover_paths(
    paths: Sequence[Path], *, base: Path, root: Path | None = None, folder: Path | None = None
) -> Discovery:
    """Return the scenarios that paths stand for, in the order named, each once.

    A file is always taken, even one that git ignores; a folder is searched by the rules of `discover`;
    a pattern that the shell has not expanded is expanded here.

    Args:
        paths: as typed.
        base: the working folder, which relative paths start from.
        root: the project's folder, None without a project.
        folder: the project's scenarios folder: keys of files below it are relative to it; other files
            have the path they are shown with as key.

    Raises:
        CallrActionsError: a path does not exist, or a pattern matches nothing.
    """
    search = Search(root, base)
    for path in paths:
        for found in _existing(path, base):
            if os.path.isdir(found):  # noqa: PTH112 - plain text paths throughout the search
                search.folder(found)
            else:
                search.paths.append(found)
    scenarios = [_scenario(path, search, folder) for path in dict.fromkeys(search.paths)]
    findings = dict.fromkeys((*search.findings, *same_keys(scenarios)))
    return Discovery(tuple(scenarios), sorted_findings(findings), tuple(search.folders))


def _scenario(path: str, search: Search, folder: Path | None) -> ScenarioFile:
    shown = search.shown(path)
    key = key_of(path, os.fspath(folder.absolute())) if folder is not None else ".."
    if key.startswith(".."):
        key = key_from(shown.lstrip("/"))
    return ScenarioFile(Path(path), key, shown)


def _existing(path: Path, base: Path) -> Iterator[str]:
    """Yield the absolute paths of what a user has named."""
    full = os.path.normpath(base.absolute() / path)
    if os.path.lexists(full):
        yield full
        return
    from glob import glob, has_magic  # noqa: PLC0415 - only for what the shell has not expanded

    if has_magic(str(path)):
        found = sorted(glob(full, recursive=True))  # noqa: PTH207
        if not found:
            raise CallrActionsError(
                "no file matches this pattern",
                file=printable(str(path)),
                hint="`*` stays within a folder; `**` goes through folders: scenarios/**/*.yaml",
            )
        yield from found
        return
    raise _missing(path, full)


def _missing(path: Path, full: str) -> CallrActionsError:
    folder, name = os.path.split(full)
    try:
        siblings = [printable(sibling) for sibling in os.listdir(folder)]  # noqa: PTH208
    except OSError:
        siblings = []
    near = closest(printable(name), siblings)
    hint = None if near is None else f"did you mean `{printable(path.with_name(near).as_posix())}`?"
    return CallrActionsError("there is no such file or folder", file=printable(path.as_posix()), hint=hint)
