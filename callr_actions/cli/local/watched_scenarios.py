"""`dev` beside its server: scenarios are checked when they are saved, and deployed to it when clean."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from callr_actions.cli.session import MASKER
from callr_actions.cli.watching.plain import PlainView
from callr_actions.cli.watching.views import clean, trouble_of
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.outputs.text import summary
from callr_actions.project.project import LOCAL
from callr_actions.watch.loop import attempt

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from callr_actions.cli.local.status_line import StatusLine
    from callr_actions.cli.watching.trying import Rerun
    from callr_actions.cli.watching.views import Deed
    from callr_actions.watch.loop import Pass
    from callr_actions.watch.source import Notifier

_WIDTH = 100
# A deploy that is under way at Ctrl-C may end.
_JOIN_SECONDS = 5.0


@asynccontextmanager
async def watching(
    project_file: str | None, rerun: Rerun | None, line: StatusLine, *, quiet: bool
) -> AsyncIterator[None]:
    """Check and deploy in a thread for as long as the block runs; the server answers from the start.

    Args:
        project_file: the file behind `--project`.
        rerun: the scenario that is run after each clean save; None for none.
        line: where to say what happens.
        quiet: whether to say only what is wrong.
    """
    worker = _Worker(project_file, rerun, _ServerView(line, quiet=quiet))
    thread = threading.Thread(target=worker.work, name="callr-dev-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.end()
        # The server has to answer what is under way, so its own thread must not wait.
        await asyncio.to_thread(thread.join, _JOIN_SECONDS)
        line.show("")


class _Worker:
    """What the thread does: it loads the linter, then watches until it is ended."""

    def __init__(self, project_file: str | None, rerun: Rerun | None, view: _ServerView) -> None:
        self._project_file = project_file
        self._rerun = rerun
        self._view = view
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._source: Notifier | None = None
        self._ended = False

    def work(self) -> None:
        """Watch; whatever ends it before it is to end is said."""
        failure = attempt(self._watch).failure
        if failure is not None:
            self._view.remark(f"the scenarios are not watched any more: {trouble_of(failure).message}")

    def end(self) -> None:
        """End it soon, whatever it is at."""
        with self._lock:
            self._ended = True
            if self._source is not None:
                self._source.end()

    def _watch(self) -> None:
        from callr_actions.cli.watching.interests import Asked
        from callr_actions.cli.watching.running import Doing, assembled

        asked, doing = Asked(project_file=self._project_file), Doing(LOCAL, self._rerun)
        made = assembled(asked, doing, self._view, self._view.show, polling=False, elapsed=self._elapsed)
        with self._lock:
            self._source = made.source
            if self._ended:
                return
        try:
            made.watch.run()
        finally:
            made.close()

    def _elapsed(self) -> float:
        return time.monotonic() - self._started


class _ServerView:
    """Shows a watch between the lines of a server, and its last state below them."""

    def __init__(self, line: StatusLine, *, quiet: bool) -> None:
        self._line = line
        self._quiet = quiet
        self._state = ""
        style = Style(colour=False, width=_WIDTH, masker=MASKER)
        self._plain = PlainView(lambda text: line.say(text.rstrip("\n")), style)

    def show(self, passed: Pass) -> None:
        looked = passed.looked
        if looked is None:
            self._plain.show(passed)
            self._status("not checked")
            return
        if not looked.checked and not looked.changes and not looked.result.findings:
            return  # there is no scenario, and there was none
        style = Style(colour=False, width=_WIDTH, masker=MASKER).hiding(looked.result.secrets)
        if not (self._quiet and looked.clean):
            self._plain.show(passed)
        self._status(summary(looked.result, style))

    def tell(self, deed: Deed) -> None:
        done_something = deed.kind != "push" or bool(deed.data.get("counts"))
        if not deed.good or (done_something and not self._quiet):
            self._plain.tell(deed)
        self._line.show(f"{self._state}; {deed.line}. Ctrl-C ends")

    def remark(self, text: str) -> None:
        self._plain.remark(text)

    def resized(self) -> None:
        self._plain.resized()

    def stopping(self) -> None:
        self._plain.stopping()

    def end(self) -> None:
        self._line.show("")

    def _status(self, state: str) -> None:
        self._state = clean(state)
        self._line.show(f"{self._state}. Ctrl-C ends")
