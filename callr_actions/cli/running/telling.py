"""What happens to a run, told to people on standard error and to programs as JSON lines."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from callr_actions.cli.rendering.hiding import without_secrets
from callr_actions.cli.rendering.progress import ProgressLine
from callr_actions.cli.running.results import EVENTS
from callr_actions.cli.session import MASKER
from callr_actions.file_errors import unwritable
from callr_actions.runs.events import (
    ABSENT,
    Changed,
    Recovered,
    Remark,
    Started,
    Trouble,
    Waiting,
    to_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import Self, TextIO

    from callr_actions.cli.places import Place
    from callr_actions.cli.sessions.session import Session
    from callr_actions.runs.events import Event

_LONGEST_VALUE: Final = 60


class Telling:
    """Shows events as they come. Use it as a context manager: files are open as long as it lasts.

    Args:
        session: for what is said to people.
        places: the forms that are wanted.
        timeout: how long the run is followed, in seconds.
    """

    def __init__(self, session: Session, places: Iterable[Place], timeout: float) -> None:
        self._session = session
        self._timeout = timeout
        self._files = [place.file for place in places if place.format == EVENTS]
        self._open: list[TextIO] = []
        # Both would write over each other.
        self._line = ProgressLine(wanted=not session.target.quiet and session.target.verbose == 0)

    @property
    def on_stdout(self) -> bool:
        """Whether standard output has the events."""
        return None in self._files

    def __call__(self, event: Event) -> None:
        """Show an event."""
        if isinstance(event, Waiting):
            self._line.show(f"{event.at:.0f} s of {self._timeout:g} s, asked {event.polls} times")
            return
        text = in_words(event)
        if text is not None:
            self._line.clear()
            self._session.say(text)
        if self._files:
            line = json.dumps(without_secrets(to_json(event), MASKER), ensure_ascii=False) + "\n"
            data = line.encode("utf-8", "backslashreplace").decode()
            for file in self._open:
                file.write(data)
                file.flush()
            if self.on_stdout:
                sys.stdout.buffer.write(data.encode())
                sys.stdout.buffer.flush()

    def clear(self) -> None:
        """Take the line of progress away, because something else is said."""
        self._line.clear()

    def __enter__(self) -> Self:
        for file in self._files:
            if file is not None:
                try:
                    self._open.append(open(file, "w", encoding="utf-8"))  # noqa: PTH123 - closed below
                except OSError as error:
                    raise unwritable(file, error) from error
        self._line.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._line.__exit__(kind, error, at)
        for file in self._open:
            file.close()


def in_words(event: Event) -> str | None:
    """Return an event as people read it; None for one that is told otherwise."""
    match event:
        case Started():
            return f"the run {event.run} of `{event.scenario}` ({event.sid}) on `{event.account}`"
        case Changed():
            return f"{_at(event.at)}  {event.variable}: {_value(event.before)} -> {_value(event.after)}"
        case Trouble():
            return f"{_at(event.at)}  {event.message}; asking again in {event.wait:.1f} s"
        case Recovered():
            return f"{_at(event.at)}  the account answers again, after {event.seconds:.1f} s"
        case Remark():
            return f"warning: {event.message}"
        case _:
            return None  # how it ended is told with what to do about it


def _at(seconds: float) -> str:
    return f"{seconds:6.1f} s"


def _value(value: object) -> str:
    if value is ABSENT:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
