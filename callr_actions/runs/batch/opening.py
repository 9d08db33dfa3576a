"""How the file of a batch is opened: durable, for the user's eyes only, and by one process at a time."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.project.state_folder import make_private_file

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE: Final = 20.0
_PRAGMAS: Final = (
    "pragma journal_mode = wal",
    # Each commit waits for the disk: a power cut is one of the ways in which a process ends.
    "pragma synchronous = full",
    "pragma cache_size = -8000",
    "pragma wal_autocheckpoint = 4000",
)


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection to a state file, which is made where there is none."""
    make_private_file(path)
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


def lock(path: Path) -> sqlite3.Connection:
    """Return what holds the lock: a transaction on a file of its own, which no kill can leave behind.

    Raises:
        CallrActionsError: another process has it.
    """
    beside = path.with_suffix(".lock")
    make_private_file(beside)
    connection = sqlite3.connect(beside, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        connection.close()
        raise CallrActionsError(
            "another process works on this batch",
            file=str(path),
            hint="`callr-actions batches status INPUT` shows how far it is",
            exit_code=ExitCode.REFUSED,
        ) from error
    return connection


def is_worked_on(path: Path) -> bool:
    """Return whether a process holds the lock of a batch."""
    try:
        lock(path).close()
    except CallrActionsError:
        return True
    return False
