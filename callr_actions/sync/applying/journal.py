"""What a deploy writes down before and after each change, so that a kill at any point leaves no question.

A file of JSON lines, on the disk before a request leaves and again after its answer. Before an overwrite or
a delete it takes the whole previous script, so that nothing is lost, but for values that are known secrets:
the environment has those. Ended, it is the deployment's record.
"""

from __future__ import annotations

import asyncio
import json
import os
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.file_errors import reason

if TYPE_CHECKING:
    from pathlib import Path

Entry: TypeAlias = "dict[str, Any]"
VERSION = 1


class Journal(Protocol):
    """Takes notes, and returns when they are safe."""

    async def note(self, entry: Entry) -> None:
        """Write an entry down.

        Raises:
            CallrActionsError: it cannot be written; then the change that it announces must not be made.
        """
        ...


class FileJournal:
    """A journal in a file.

    Args:
        path: the file; it is made, readable by its owner only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[str] = []
        self._written = self._asked = 0
        self._turn = asyncio.Lock()
        try:
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise unwritable(path, error) from error

    async def note(self, entry: Entry) -> None:
        """Write an entry down; those that come meanwhile share one trip to the disk."""
        self._waiting.append(json.dumps(entry, ensure_ascii=True) + "\n")
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if self._written >= mine:
                return
            lines, self._waiting = self._waiting, []
            until = self._asked
            try:
                await asyncio.to_thread(self._write, "".join(lines).encode())
            except OSError as error:
                # Others wait for the same trip; a line that was cut off is ended before it is written again.
                self._waiting = ["\n", *lines, *self._waiting]
                raise unwritable(self._path, error) from error
            self._written = until

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._handle, data) :]
        os.fsync(self._handle)


class NoJournal:
    """Takes notes of nothing."""

    async def note(self, entry: Entry) -> None:
        """Forget an entry."""


def read_journal(path: Path) -> list[Entry]:
    """Return the entries of a file; a last line that a kill cut off is none.

    Raises:
        OSError: it cannot be read.
    """
    entries: list[Entry] = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            entries.append(entry)
    return entries


def unwritable(path: Path | str, error: OSError) -> CallrActionsError:
    """Return the error for a journal that cannot be written; the error that it comes from goes with it."""
    return CallrActionsError(
        f"the journal of the deploy cannot be written: {reason(error)}",
        file=str(path),
        hint="nothing is changed without it: make room or mend the folder's permissions, then deploy again",
        exit_code=ExitCode.REFUSED,
    )
