"""Puts a watch together: what is looked at, where news come from, how it is shown; and ends it in order."""

from __future__ import annotations

import gc
import signal
import sys
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.cli.manners import colours_on, overwrites, plain_wanted, room
from callr_actions.cli.project import find_file
from callr_actions.cli.selection import lint_selection
from callr_actions.cli.session import MASKER
from callr_actions.cli.watching.looker import WarmLooker
from callr_actions.errors import CallrActionsError
from callr_actions.linter.outputs.style import Style
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.named_paths import discover_paths
from callr_actions.project.settings import LintSettings
from callr_actions.terminal import abandon
from callr_actions.watch.loop import Watch
from callr_actions.watch.settling import Settling, git_lock
from callr_actions.watch.source import Notifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.cli.watching.interests import Asked
    from callr_actions.cli.watching.trying import Rerun, Trial
    from callr_actions.cli.watching.views import Deed, View
    from callr_actions.watch.loop import Looked, Pass

_LOG_WIDTH = 100


class Showing(NamedTuple):
    """How to show it.

    Attributes:
        json: as JSON lines.
        colour: True or False as asked for; None decides by the terminal.
    """

    json: bool = False
    colour: bool | None = None


class Doing(NamedTuple):
    """What to do after each clean pass.

    Attributes:
        push: the account to deploy to; None for none.
        run: the scenario to try; None for none.
    """

    push: str | None = None
    run: Rerun | None = None


class _ReaderGone(BaseException):
    """Nobody reads standard output any more; no error of a pass, so nothing that goes on may catch it."""


def watch(asked: Asked, showing: Showing, doing: Doing, *, polling: bool) -> None:
    """Watch until Ctrl-C.

    Raises:
        CallrActionsError: something on the command line cannot be meant.
    """
    refuse_mistakes(asked)
    started = time.monotonic()

    def elapsed() -> float:
        return time.monotonic() - started

    view = view_for(showing, elapsed)
    made = assembled(asked, doing, view, _first_frozen(view), polling=polling, elapsed=elapsed)
    try:
        with suppress(KeyboardInterrupt, _ReaderGone), _redrawing(view):
            try:
                made.watch.run()
            finally:
                made.source.close()
        with suppress(_ReaderGone):
            view.stopping()
            made.close()
            view.end()
    finally:
        made.source.close()


class Assembled(NamedTuple):
    """A watch, and what belongs to it.

    Attributes:
        source: where its news come from: ending that ends it.
        trial: tries a scenario after each clean pass.
    """

    watch: Watch
    source: Notifier
    trial: Trial | None

    def close(self) -> None:
        """Listen no longer, and leave a run that goes on."""
        self.source.close()
        if self.trial is not None:
            self.trial.close()


def assembled(
    asked: Asked,
    doing: Doing,
    view: View,
    show: Callable[[Pass], None],
    *,
    polling: bool,
    elapsed: Callable[[], float],
) -> Assembled:
    """Put a watch together.

    Args:
        asked: what is looked at.
        doing: what is done after each clean pass.
        view: shows what is done.
        show: shows each pass.
        polling: whether to look at the files again and again.
        elapsed: seconds since the start.

    Raises:
        CallrActionsError: the account or the scenario cannot be meant, or nobody says yes to its runs.
    """
    source = Notifier(polling=polling, remark=view.remark)
    followers: list[Callable[[Looked], bool]] = []
    trial = None
    if doing.push is not None:
        from callr_actions.cli.watching.pushing import Pusher

        pusher = Pusher(doing.push, asked.project_file)
        pusher.refuse_mistakes()
        followers.append(partial(_follow, pusher, view))
    if doing.run is not None:
        from callr_actions.cli.watching.trying import Trial

        trial = Trial(doing.run, doing.push, asked.project_file, view.tell, source.rouse)
        trial.begin()
        followers.append(trial)
    watch = Watch(
        WarmLooker(asked, None if trial is None else trial.companions),
        source,
        Settling(git_lock(str(Path.cwd()))),
        show,
        followers=followers,
        meanwhile=None if trial is None else trial.look,
        clock=elapsed,
    )
    return Assembled(watch, source, trial)


def _follow(follower: Callable[[], Deed], view: View, _: Looked) -> bool:
    """Do what follows a clean pass, and show what came of it."""
    deed = follower()
    view.tell(deed)
    return deed.good


def refuse_mistakes(asked: Asked) -> None:
    """Refuse what no change of a file can mend.

    Raises:
        CallrActionsError: a path, a file, a code or a profile that does not exist.
    """
    find_file(asked.project_file)
    lint_selection(LintSettings(), asked.select, asked.ignore, asked.fail_on, asked.profile)
    if asked.paths:
        discover_paths([Path(path) for path in asked.paths], base=Path.cwd())
    if asked.baseline is not None and not Path(asked.baseline).exists():
        raise CallrActionsError(
            "there is no such baseline",
            file=asked.baseline,
            hint="`callr-actions lint --write-baseline` writes it",
        )


def view_for(showing: Showing, elapsed: Callable[[], float]) -> View:
    """Return how to show it: JSON if asked for, the screen of a terminal, else plain lines."""
    if showing.json:
        from callr_actions.cli.watching.stream import JsonView

        return JsonView(_write, elapsed)
    from callr_actions.cli.catalogue import pages

    colour = colours_on(showing.colour, sys.stdout)

    def style(columns: int) -> Style:
        folding = None if room(sys.stdout) is None else columns
        return Style(
            colour=colour, width=columns, masker=MASKER, pages=pages, room=folding, plain=plain_wanted()
        )

    if overwrites(sys.stdout):
        from callr_actions.cli.watching.screen import ScreenView

        return ScreenView(_write, style)
    from callr_actions.cli.watching.plain import PlainView

    return PlainView(_write, style(_LOG_WIDTH))


def _first_frozen(view: View) -> Callable[[Pass], None]:
    """Return what shows passes; after the first, no garbage is looked for in what is loaded by then."""
    first = True

    def show(passed: Pass) -> None:
        nonlocal first
        view.show(passed)
        if first:
            first = False
            gc.freeze()
            gc.enable()

    return show


def _write(text: str) -> None:
    """Write to standard output at once.

    Raises:
        _ReaderGone: nobody reads it any more.
    """
    try:
        sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        abandon(sys.stdout)
        raise _ReaderGone from error


@contextmanager
def _redrawing(view: View) -> Iterator[None]:
    """Draw the screen again when the terminal has another size."""
    if not hasattr(signal, "SIGWINCH"):
        yield
        return
    before = signal.signal(signal.SIGWINCH, lambda *_: view.resized())
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)
