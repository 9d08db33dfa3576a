"""One deploy to an account at a time on one machine, from whatever folder; a killed one holds nothing."""

from __future__ import annotations

import os
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.file_errors import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from callr_actions.api.connection import Connection


def lock_folder(environ: Mapping[str, str], home: Path) -> Path:
    """Return where locks lie: in the user's own state, which all folders of the user share."""
    base = environ.get("XDG_STATE_HOME") or environ.get("LOCALAPPDATA")
    return (Path(base) if base else home / ".local" / "state") / "callr-actions" / "locks"


def account_identity(connection: Connection) -> str:
    """Return what tells accounts apart, without anything secret in it."""
    credentials = connection.credentials
    who = str(connection.local_file.absolute()) if connection.local_file is not None else ""
    if not who and credentials is not None:
        who = credentials.account or credentials.header()[1]
    return sha256(f"{connection.url}\0{who}".encode()).hexdigest()[:32]


@contextmanager
def locked(connection: Connection, folder: Path, fallback: Path, account: str) -> Iterator[None]:
    """Hold the account's lock.

    Args:
        connection: of the account.
        folder: where locks lie.
        fallback: where they lie when that folder cannot be written to.
        account: its name.

    Raises:
        CallrActionsError: another deploy holds it, or there is no place for it.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only what writes needs it

    place = _usable(folder, fallback)
    lock = FileLock(place / f"{account_identity(connection)}.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise CallrActionsError(
            f"another deploy to `{account}` is under way on this machine",
            hint="wait for its end, then plan again",
            exit_code=ExitCode.REFUSED,
        ) from None
    except OSError as error:
        raise CallrActionsError(
            f"the lock of the account cannot be taken: {reason(error)}",
            file=str(place),
        ) from error
    try:
        yield
    finally:
        lock.release()


def _usable(folder: Path, fallback: Path) -> Path:
    for each in (folder, fallback):
        try:
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(each, os.W_OK):
            return each
    return fallback
