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
    ignore = folder / ".gitignore"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not ignore.exists():
            write_atomic(ignore, "*\n", mode=0o600)
    except OSError as error:
        raise CallrActionsError(
            f"the folder for the project's state cannot be made: {(error.strerror or str(error)).lower()}",
            file=str(folder),
            hint="check the permissions of the folder above it",
        ) from error
    return folder
