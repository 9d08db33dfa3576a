"""What a server tells people: lines that stay, and on a terminal one below that says how things are."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

from callr_actions.cli.manners import overwrites
from callr_actions.cli.rendering.table import cut

if TYPE_CHECKING:
    from typing import TextIO

_CLEAR = "\r\x1b[K"


class StatusLine:
    """Writes lines and keeps the last one up to date; for any thread.

    Args:
        stream: where to; only a terminal gets the last line.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = overwrites(stream)
        self._lock = threading.Lock()
        self._status = ""

    def say(self, text: str) -> None:
        """Write a line that stays; it is safe to print already."""
        with self._lock:
            self._stream.write(f"{self._cleared()}{text}\n{self._drawn()}")
            self._stream.flush()

    def show(self, status: str) -> None:
        """Replace the last line; empty takes it away."""
        with self._lock:
            before, self._status = self._cleared(), status
            self._stream.write(before + self._drawn())
            self._stream.flush()

    def _cleared(self) -> str:
        return _CLEAR if self._terminal and self._status else ""

    def _drawn(self) -> str:
        if not self._terminal or not self._status:
            return ""
        # What is longer than the screen would stay when the line is overwritten.
        return cut(self._status, max(2, shutil.get_terminal_size().columns - 1))
