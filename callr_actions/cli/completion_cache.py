"""What the account answered in the last minute, kept in `.callr/cache/completion`: TAB need not wait."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS = 60
FOLDER = ".callr"


class CompletionCache:
    """The names of one account, readable by their owner only.

    Args:
        root: the project's folder.
        account, url: whose names; with another address it is another account.
        clock: seconds since the epoch.
    """

    def __init__(self, root: Path, account: str, url: str, *, clock: Callable[[], float] = time.time) -> None:
        self._folder = root / FOLDER
        self._file = self._folder / "cache" / "completion"
        self._whose = f"{account} {url}"
        self._clock = clock

    def read(self, kind: str) -> list[tuple[str, str]] | None:
        """Return what is known of a kind; None when that is nothing, too old or unreadable."""
        entry = self._load().get(self._whose, {}).get(kind)
        try:
            if 0 <= self._clock() - entry["at"] < SECONDS:
                return [(str(name), str(text)) for name, text in entry["names"]]
        except (TypeError, KeyError, ValueError):
            pass  # of another version, or damaged: it is asked for anew
        return None

    def write(self, kind: str, names: list[tuple[str, str]]) -> None:
        """Remember what the account answered.

        Raises:
            OSError: the folder cannot be written to.
        """
        self._make_folder()
        known = self._load()
        mine = known.get(self._whose)
        entry = {"at": self._clock(), "names": names}
        known[self._whose] = {**mine, kind: entry} if isinstance(mine, dict) else {kind: entry}
        temporary = self._file.with_name(f".completion.{os.getpid()}")
        with suppress(FileNotFoundError):
            temporary.unlink()
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(known, file)
        temporary.replace(self._file)

    def _load(self) -> dict[str, Any]:
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        usable = isinstance(known, dict) and all(isinstance(each, dict) for each in known.values())
        return known if usable else {}

    def _make_folder(self) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        ignore = self._folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
