"""How far long work is: one line on a terminal that is overwritten, nothing elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_CLEAR = "\r\x1b[K"


class ProgressLine:
    """A line on standard error that says how far something is; gone when the work ends.

    Args:
        wanted: whether progress is wanted at all.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._stream = sys.stderr if wanted and sys.stderr is not None and sys.stderr.isatty() else None
        self._shown = False

    def show(self, text: str) -> None:
        """Replace the line."""
        if self._stream is not None:
            self._stream.write(f"{_CLEAR}{text}")
            self._stream.flush()
            self._shown = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._stream is not None and self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()
