"""How far long work is: one line on a terminal that is overwritten, elsewhere a line now and then."""

from __future__ import annotations

import shutil
import sys
from time import monotonic
from typing import TYPE_CHECKING

from callr_actions.cli.manners import overwrites
from callr_actions.cli.rendering.table import cut
from callr_actions.cli.session import MASKER
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

_CLEAR = "\r\x1b[K"
# In a log of CI: what takes longer than this says that it goes on, and so often.
_SECONDS_BETWEEN_LINES = 10.0


class ProgressLine:
    """A line on standard error that says how far something is; on a terminal it is gone when the work ends.

    Args:
        wanted: whether progress is wanted at all.
        clock: seconds from anywhere on.
    """

    def __init__(self, *, wanted: bool = True, clock: Callable[[], float] = monotonic) -> None:
        self._stream = sys.stderr if wanted else None
        self._overwrites = overwrites(self._stream)
        self._clock = clock
        self._last = clock()
        self._shown = False

    def show(self, text: str) -> None:
        """Replace the line; the text may come from a server, so it is escaped, masked and cut."""
        if self._stream is None:
            return
        if self._overwrites:
            # What is longer than the screen would stay when the line is overwritten.
            room = max(2, shutil.get_terminal_size().columns - 1)
            self._stream.write(f"{_CLEAR}{cut(_safe(text), room)}")
            self._shown = True
        elif self._clock() - self._last >= _SECONDS_BETWEEN_LINES:
            self._stream.write(f"{_safe(text)}\n")
            self._last = self._clock()
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away, before something else is said."""
        if self._stream is not None and self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()
            self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.clear()


def _safe(text: str) -> str:
    return printable(MASKER.mask(text)).replace("\n", "\\n")
