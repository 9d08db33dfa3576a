"""Where a batch's state lies: beside its input, so that cleaning the repository cannot make it call again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from callr_actions.project.state_folder import make_private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING: Final = ".callr-batch"
_STATE: Final = ".sqlite3"


def state_file(input_file: Path, account: str, scenario: str) -> Path:
    """Return the file for one account and one scenario; the folder is made, for the user's eyes only.

    The same input can be tried on the local account first, and every account remembers for itself.

    Args:
        input_file: the input.
        account: the account's name.
        scenario: how the user means it.

    Raises:
        CallrActionsError: the folder cannot be made.
    """
    folder = folder_of(input_file)
    hint = "the state lies beside the input: put the input where you may write"
    make_private_folder(folder, "the batch's state", hint)
    return folder / f"{quote(account, safe='')}+{quote(scenario, safe='')}{_STATE}"


def folder_of(input_file: Path) -> Path:
    """Return the folder beside an input; a link is followed, so that one input has one state."""
    found = Path(os.path.realpath(input_file))
    return found.with_name(found.name + ENDING)


def state_files(input_file: Path) -> Iterator[Path]:
    """Yield the states that an input has."""
    folder = folder_of(input_file)
    if folder.is_dir():
        yield from sorted(folder.glob(f"*{_STATE}"))
