"""Writes the files of a new project; what is there is kept, whatever it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.atomic import write_atomic
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import reason
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from callr_actions.starter.files import NewFile


class Written(NamedTuple):
    """A file that was written, or was there before."""

    path: Path
    kept: bool


def write_files(files: Iterable[NewFile], folder: Path, repository: Path) -> Iterator[Written]:
    """Write files that are not there yet, one after the other.

    Args:
        files: what to write.
        folder: the project's folder.
        repository: the root of the git repository around it, for files that only count there.

    Raises:
        CallrActionsError: a file cannot be written, or something that is no file has its place.
    """
    for file in files:
        path = (repository if file.in_repository else folder) / file.path
        try:
            # A link is kept as well, also one that leads nowhere.
            kept = path.is_symlink() or path.exists()
            if not kept:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(path, file.text)
        except OSError as error:
            raise CallrActionsError(
                f"cannot be written: {reason(error)}",
                file=path.as_posix(),
                hint="what was written before it stays; correct this and run `callr-actions init` again",
            ) from error
        yield Written(path, kept)
