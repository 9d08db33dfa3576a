"""`.callr/`: what the program keeps for a project. Numbers, scripts and secrets lie there: never in git."""

from __future__ import annotations

import errno
import os
import stat
import threading
from typing import TYPE_CHECKING

from callr_actions.atomic import write_atomic
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import reason

if TYPE_CHECKING:
    from pathlib import Path

STATE_FOLDER = ".callr"
_making = threading.Lock()


def state_folder(root: Path) -> Path:
    """Return the folder of a project's state; make it, ignored by git, where there is none.

    Args:
        root: the project's folder.

    Raises:
        CallrActionsError: it cannot be made.
    """
    folder = root / STATE_FOLDER
    make_private_folder(folder, "the project's state", "check the permissions of the folder above it")
    return folder


def make_private_folder(folder: Path, what: str, hint: str) -> None:
    """Make a folder for the user's eyes only, which git ignores, where there is none.

    Args:
        folder: where; the one above it is there.
        what: is kept in it, for the error.
        hint: what to do where it cannot be made.

    Raises:
        CallrActionsError: it cannot be made.
    """
    ignore = folder / ".gitignore"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not ignore.exists():
            write_atomic(ignore, "*\n", mode=0o600)
    except OSError as error:
        raise CallrActionsError(
            f"the folder for {what} cannot be made: {reason(error)}",
            file=str(folder),
            hint=hint,
        ) from error


def make_private_file(path: Path) -> None:
    """Make a file for SQLite that others cannot read, where there is none; its logs get the same mode.

    A file that is there is not opened. The system gives back all locks that a process has on a file as soon
    as it closes any handle of it: SQLite's own, too. Another process that looks at the database then, and
    leaves, believes to be the last one, and deletes the log that is still being written.

    Raises:
        OSError: it cannot be made, or used; with a reason that SQLite would not say.
    """
    with _making:  # nobody here may have it open, and locked, before this handle is closed
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path)) from None
            if status.st_mode & 0o077:
                path.chmod(0o600)
            if not os.access(path, os.R_OK | os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path)) from None
