"""`.callr/`: what the program keeps for a project. Numbers, scripts and secrets lie there: never in git."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.atomic import write_atomic
from callr_actions.errors import CallrActionsError

if TYPE_CHECKING:
    from pathlib import Path

STATE_FOLDER = ".callr"


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
            f"the folder for {what} cannot be made: {(error.strerror or str(error)).lower()}",
            file=str(folder),
            hint=hint,
        ) from error
