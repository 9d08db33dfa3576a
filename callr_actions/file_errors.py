"""A file that cannot be read or written: why, and what to do; where there is none, which was meant."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from pathlib import PurePath


def unreadable(file: str | PurePath, error: OSError) -> CallrActionsError:
    """Return the error for a file that was named and cannot be read.

    Args:
        file: as the user has typed it.
        error: what the system says.
    """
    shown = _shown(file)
    hint = None
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        hint = likeliest(shown)
    elif isinstance(error, IsADirectoryError):
        hint = "it is a folder; name a file in it"
    elif isinstance(error, PermissionError):
        hint = "let the user who runs this read it"
    return CallrActionsError(f"cannot be read: {reason(error)}", file=shown, hint=hint)


def unwritable(file: str | PurePath, error: OSError) -> CallrActionsError:
    """Return the error for a file that was to be written and cannot be."""
    shown = _shown(file)
    hint = None
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        hint = f"make its folder first: {os.path.dirname(shown) or '.'}"  # noqa: PTH120 - it is a text
    elif isinstance(error, IsADirectoryError):
        hint = "it is a folder; name a file"
    elif isinstance(error, PermissionError):
        hint = "let the user who runs this write there, or name another file"
    return CallrActionsError(f"cannot be written: {reason(error)}", file=shown, hint=hint)


def missing(file: str | PurePath, what: str) -> CallrActionsError:
    """Return the error for a file that is not there."""
    shown = _shown(file)
    return CallrActionsError(f"there is no such {what}", file=shown, hint=likeliest(shown))


def reason(error: OSError) -> str:
    """Return what the system says, as our messages begin."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def likeliest(shown: str) -> str:
    """Return which file was meant, or where it was looked for."""
    folder, name = os.path.split(shown)
    try:
        siblings = [printable(each) for each in os.listdir(folder or ".")]  # noqa: PTH208 - names are enough
    except OSError:
        return f"there is no folder {os.path.abspath(folder)}"  # noqa: PTH100 - links are not followed
    near = closest(name, siblings)
    if near is not None and near != name:
        # As typed, with whatever separates folders here.
        return f"did you mean `{shown[: len(shown) - len(name)]}{near}`?"
    return f"it was looked for in {printable(os.path.abspath(folder or '.'))}"  # noqa: PTH100


def _shown(file: str | PurePath) -> str:
    return printable(file if isinstance(file, str) else file.as_posix())
