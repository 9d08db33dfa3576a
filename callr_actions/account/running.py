"""`dev.json`: says that this project's account is being served, where, by which process, and with which key.

Whoever means the local account then asks that server: one process has the clock, the work that is due and
the webhooks. The file of a server that was killed stays behind and is ignored.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from callr_actions.atomic import write_atomic
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

FILE = "dev.json"
_SECONDS = 0.5


class Running(NamedTuple):
    """A server of the account.

    Attributes:
        url: the API's base address.
        pid: the process.
        key: the API key.
    """

    url: str
    pid: int
    key: str


def running(folder: Path) -> Running | None:
    """Return the server of the account in a folder; None where there is none, or it was killed.

    Args:
        folder: the project's `.callr`.
    """
    found = _read(folder / FILE)
    return found if found is not None and _lives(found.pid) and _answers(found.url) else None


def announce(folder: Path, server: Running) -> None:
    """Write down that the account is served; raises OSError."""
    path = folder / FILE
    # The mode of an older file would be kept.
    path.unlink(missing_ok=True)
    write_atomic(path, json.dumps({"version": 1, **server._asdict()}, indent=2) + "\n", mode=0o600)


def withdraw(folder: Path, pid: int) -> None:
    """Take the note of a server back; another server's is left alone."""
    path = folder / FILE
    found = _read(path)
    if found is not None and found.pid == pid:
        with suppress(OSError):
            path.unlink()


def _read(path: Path) -> Running | None:
    try:
        # What others may write, or came with a checkout of the repository, is not believed: it names a host.
        if os.name != "nt" and (path.stat().st_mode & 0o077 or path.stat().st_uid != os.getuid()):
            return None
        said = json.loads(path.read_text(encoding="utf-8"))
        url, pid, key = said["url"], said["pid"], said["key"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    fits = isinstance(url, str) and isinstance(key, str) and isinstance(pid, int) and pid > 0
    return Running(url, pid, key) if fits else None


def _lives(pid: int) -> bool:
    if os.name == "nt":  # there, looking for a process this way would end it
        return True
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError):  # none, or somebody else's: then it is no server of ours
        return False
    return True


def _answers(url: str) -> bool:
    # The number of a process that was killed may be another's by now.
    try:
        parts = urlsplit(url)
        with socket.create_connection((parts.hostname or "", parts.port or 80), _SECONDS):
            return True
    except (OSError, ValueError):
        return False
