"""A batch while it works: a bar with the pace and what is left, or an event for each row."""

from __future__ import annotations

import json
import sys
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from callr_actions.cli.rendering.hiding import without_secrets
from callr_actions.cli.session import MASKER
from callr_actions.runs.batch.states import State
from callr_actions.runs.batch.terms import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.batching.summary import Standing
    from callr_actions.cli.rendering.progress import ProgressLine
    from callr_actions.runs.batch.terms import Happening

_VERSION: Final = 1
_WIDTH: Final = 20
# The pace is that of the last half minute: a batch that was held up recovers in the estimate, too.
_PACE_SECONDS: Final = 30.0
_BETWEEN_DRAWINGS: Final = 0.1


class Progress:
    """Shows what happens.

    Args:
        found: how the batch stood when the work began.
        line: where the bar is drawn.
        events: whether events are written to standard output.
        steady: seconds that only go forward.
    """

    def __init__(
        self, found: Standing, line: ProgressLine, *, events: bool, steady: Callable[[], float]
    ) -> None:
        self._line = line
        self._events = events
        self._steady = steady
        self._begun = steady()
        self._all = found.left + found.under_way
        self._left = found.left
        self._running = found.under_way
        self._bad = 0
        self._ended: deque[float] = deque()
        self._drawn = float("-inf")
        self._held = ""

    def __call__(self, what: Happening | Waiting) -> None:
        """Take note of something, and show it."""
        if isinstance(what, Waiting):
            self._wait(what)
            return
        self._count(what)
        if self._events:
            self.event("row", **_of_row(what))
        now = self._steady()
        if now - self._drawn >= _BETWEEN_DRAWINGS:
            self._drawn = now
            self._line.show(self.text(now))

    def event(self, kind: str, **parts: Any) -> None:  # noqa: ANN401 - JSON
        """Write one event, where events are wanted."""
        if not self._events:
            return
        at = round(self._steady() - self._begun, 3)
        told = without_secrets({"version": _VERSION, "at": at, "kind": kind, **parts}, MASKER)
        sys.stdout.buffer.write(
            (json.dumps(told, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        )
        sys.stdout.buffer.flush()

    def text(self, now: float) -> str:
        """Return the bar."""
        done = self._all - self._left - self._running
        part = done / self._all if self._all else 1.0
        bar = "#" * int(part * _WIDTH)
        parts = [
            f"[{bar:.<{_WIDTH}}] {part:4.0%}",
            f"{done:,} of {self._all:,}",
            f"{self._running} under way",
        ]
        if self._bad:
            parts.append(f"{self._bad:,} not good")
        if self._held:
            return "  ".join((*parts, self._held))
        while self._ended and now - self._ended[0] > _PACE_SECONDS:
            self._ended.popleft()
        spent = min(now - self._begun, _PACE_SECONDS)
        if self._ended and spent > 0:
            pace = len(self._ended) / spent
            parts += [f"{pace:.1f}/s", f"{span(round((self._all - done) / pace))} left"]
        return "  ".join(parts)

    def _count(self, what: Happening) -> None:
        if what.state is State.STARTED:
            self._left -= 1
            self._running += 1
        elif what.state is State.UNCERTAIN:
            self._left -= 1
            self._bad += 1
        elif what.state is State.ENDED:
            if what.run is None:
                self._left -= 1
            else:
                self._running -= 1
            self._bad += what.end is not None and str(what.end.outcome) not in ("reached", "started")
            self._ended.append(self._steady())

    def _wait(self, what: Waiting) -> None:
        if what.over:
            self._held = ""
            return
        if what.until is None:
            self._hold("paused; `batches resume` lets it go on")
            self.event("paused")
            return
        opens = datetime.fromtimestamp(what.until).astimezone()
        self._hold(f"outside the call window until {opens:%Y-%m-%d %H:%M %Z}")
        self.event("waiting", until=opens.isoformat(timespec="seconds"))

    def _hold(self, why: str) -> None:
        """Say why nothing is started, until something is: what is under way goes on meanwhile."""
        self._held = why
        self._line.show(self.text(self._steady()))


def span(seconds: float) -> str:
    """Return a time span in words: `45 s`, `12 min`, `3 h 20 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _of_row(what: Happening) -> dict[str, Any]:
    """Return a happening as an event has it: what is None or empty is left out."""
    parts: dict[str, Any] = {"line": what.line, "state": str(what.state)}
    if what.run is not None:
        parts["run"] = what.run
    if what.end is not None:
        parts["outcome"] = str(what.end.outcome)
        if what.end.variables is not None:
            parts["variables"] = json.loads(what.end.variables)
    if what.why:
        parts["why"] = what.why
    return parts
