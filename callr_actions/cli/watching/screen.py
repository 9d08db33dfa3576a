"""A watch on a terminal: the screen shows what is the matter now, and a last line says since when."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from callr_actions.cli.watching.views import changes_in_words, clean, duration, time_of_day, trouble_of
from callr_actions.linter.outputs.text import block, summary
from callr_actions.terminal import width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.cli.watching.views import Deed
    from callr_actions.linter.outputs.style import Style
    from callr_actions.watch.loop import Looked, Pass

# Up to the first line and everything gone; what scrolled away before stays where it is.
CLEAR = "\x1b[2J\x1b[H"
# Lines that are kept for what comes below the findings.
_BELOW = 6
_LEAST_ROOM = 8
_LEAST_DETAILS = 5


class ScreenView:
    """Clears the screen and draws it anew.

    Args:
        write: takes text, line breaks included.
        style: makes the style for so many columns.
        size: columns and lines of the terminal.
        now: the time of day.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        style: Callable[[int], Style],
        *,
        size: Callable[[], tuple[int, int]] = shutil.get_terminal_size,
        now: Callable[[], str] = time_of_day,
    ) -> None:
        self._write = write
        self._style = style
        self._size = size
        self._now = now
        self._passed: tuple[Pass, str] | None = None
        self._below: list[Deed | str] = []
        self._left = 0
        self._writing = False
        self._stale = False

    def show(self, passed: Pass) -> None:
        """Draw the screen."""
        self._passed = passed, self._now()
        self._below = []
        self._draw()

    def tell(self, deed: Deed) -> None:
        """Add what was done below."""
        self._add(deed)

    def remark(self, text: str) -> None:
        """Add a remark below."""
        self._add(f"{clean(text)}\n")

    def resized(self) -> None:
        """Draw everything again: at once, or when what is being written has been."""
        self._stale = True
        if not self._writing:
            self._draw()

    def stopping(self) -> None:
        """Begin a new line: Ctrl-C has left its own mark on this one."""
        self._put("\n")

    def end(self) -> None:
        """Leave the last screen."""

    def _draw(self) -> None:
        if self._passed is None:
            return
        passed, at = self._passed
        columns, self._left = self._size()
        style = self._style(columns)
        if passed.failure is not None:
            text = _failed(passed.failure, style)
        else:
            assert passed.looked is not None, "there is one of the two"
            room = max(self._left - _BELOW, _LEAST_ROOM)
            text = "".join(_looked(passed.looked, style.hiding(passed.looked.result.secrets), columns, room))
        text += _last_line(passed, at, style)
        self._left -= _height(text, columns)
        below = "".join(self._fitted(each, columns) for each in self._below)
        self._put(f"{CLEAR}{text}{below}")

    def _add(self, what: Deed | str) -> None:
        self._below.append(what)
        self._put(self._fitted(what, self._size()[0]))

    def _fitted(self, what: Deed | str, columns: int) -> str:
        """Return what stands below, of many lines the last ones that there is room for."""
        text = self._style(columns).folded(what) if isinstance(what, str) else self._told(what, columns)
        self._left -= _height(text, columns) - 1
        return text

    def _told(self, deed: Deed, columns: int) -> str:
        style = self._style(columns)
        mark = "" if deed.good else f"{style.paint('error:', 'red')} "
        first = style.folded(f"{mark}{deed.line}")
        kept: list[str] = []
        room = max(self._left - _height(first, columns) - 2, _LEAST_DETAILS)
        for line in map(style.folded, reversed(deed.details)):
            room -= _height(line, columns)
            if room < 0:
                kept.append("…")
                break
            kept.append(line)
        return "".join(f"{line}\n" for line in (first, *reversed(kept)))

    def _put(self, text: str) -> None:
        """Write; a signal that comes meanwhile has to wait, because a stream cannot be written to twice."""
        self._stale, self._writing = False, True
        try:
            self._write(text)
        finally:
            self._writing = False
        if self._stale:
            self._draw()


def _failed(error: Exception, style: Style) -> str:
    trouble = trouble_of(error)
    advice = f"help: {trouble.help}\n" if trouble.help else ""
    return style.folded(f"{style.paint('error:', 'red')} {trouble.message}\n{advice}\n")


def _looked(looked: Looked, style: Style, columns: int, room: int) -> Iterator[str]:
    """Yield the findings that there is room for, at least one, and the line that counts all of them."""
    result = looked.result
    for number, finding in enumerate(result.findings):
        text = block(finding, result, style)
        room -= _height(text, columns) + 1
        if room < 0 and number:
            left = len(result.findings) - number
            yield f"… and {left:,} more: a higher window or `callr-actions lint` shows them\n\n"
            break
        yield f"{text}\n\n"
    for note in looked.notes:
        yield style.folded(f"{clean(note)}\n")
    yield f"{summary(result, style) if result.findings else style.paint(summary(result, style), 'bold')}\n"


def _height(text: str, columns: int) -> int:
    """Return how many lines of the screen a text takes; colours take none."""
    return sum(max(1, -(-_seen(line) // max(columns, 1))) for line in text.split("\n"))


def _seen(line: str) -> int:
    pieces = line.split("\x1b[")
    return width(pieces[0]) + sum(width(piece.partition("m")[2]) for piece in pieces[1:])


def _last_line(passed: Pass, at: str, style: Style) -> str:
    changes = passed.looked.changes if passed.looked is not None else ()
    what = changes_in_words(changes) or ("checked everything" if passed.failure is None else "not checked")
    return style.paint(style.folded(f"{at}  {what} ({duration(passed.took)}). Ctrl-C ends"), "dim") + "\n"
