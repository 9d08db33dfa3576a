"""How a watch is shown: what every way of showing it has to be able to do, and what they have in common."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

from callr_actions.cli.session import MASKER
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from callr_actions.watch.loop import Pass
    from callr_actions.watch.stamps import Change

_MOST_NAMED = 3


class Deed(NamedTuple):
    """What was done after a clean pass.

    Attributes:
        kind: `push`, `run-started` or `run`.
        line: it, in one line.
        good: whether it went as it should.
        data: it, for programs: further fields of its JSON line.
        details: further lines for people.
    """

    kind: str
    line: str
    good: bool
    data: dict[str, Any]
    details: tuple[str, ...] = ()


class View(Protocol):
    """Shows a watch to somebody."""

    def show(self, passed: Pass) -> None:
        """Show a pass."""
        ...

    def tell(self, deed: Deed) -> None:
        """Show what was done after it."""
        ...

    def remark(self, text: str) -> None:
        """Say something that the user should know."""
        ...

    def resized(self) -> None:
        """Take note that the terminal has another size; may come while something is being written."""
        ...

    def stopping(self) -> None:
        """Take note that Ctrl-C was pressed; a little may still be said."""
        ...

    def end(self) -> None:
        """Leave everything as it should be left."""
        ...


class Trouble(NamedTuple):
    """Why something failed, as it is told: all of it masked and safe to print.

    Attributes:
        message: what is wrong.
        help: what to do.
        exit_code: what a command of its own would have ended with.
    """

    message: str
    help: str | None
    exit_code: ExitCode


def trouble_of(error: Exception) -> Trouble:
    """Return what to say about an error; of one that is no user's fault, that it is a bug."""
    if isinstance(error, CallrActionsError):
        return Trouble(clean(str(error)), None if error.hint is None else clean(error.hint), error.exit_code)
    text = f"this is a bug in callr-actions: {type(error).__name__}: {error}"
    advice = (
        "please report it with the file that was saved last; CALLR_ACTIONS_DEBUG=1 with `lint` shows where"
    )
    return Trouble(clean(text), advice, ExitCode.INTERNAL)


def failed_deed(kind: str, what: str, error: Exception, **data: Any) -> Deed:  # noqa: ANN401 - JSON
    """Return what to show of something that could not be done; the next clean pass tries again.

    Args:
        kind: `push` or `run`.
        what: what could not be done.
        error: why.
        data: further fields for programs.
    """
    trouble = trouble_of(error)
    told = {**data, "message": trouble.message, "help": trouble.help, "code": int(trouble.exit_code)}
    details = () if trouble.help is None else (f"help: {trouble.help}",)
    return Deed(kind, f"{what}: {trouble.message}", good=False, data=told, details=details)


def clean(text: str) -> str:
    """Return text from outside as it may be printed: secrets hidden, on one line."""
    return printable(MASKER.mask(text)).replace("\n", "\\n")


def changes_in_words(changes: tuple[Change, ...]) -> str:
    """Return which files have changed; of many, how many."""
    if len(changes) > _MOST_NAMED:
        counts = {
            how: sum(change.how == how for change in changes) for how in ("added", "changed", "deleted")
        }
        parts = ", ".join(f"{count:,} {how}" for how, count in counts.items() if count)
        return f"{len(changes):,} files: {parts}"
    return ", ".join(f"{clean(change.path)} {change.how}" for change in changes)


def time_of_day() -> str:
    """Return the time on the wall, for people."""
    return time.strftime("%H:%M:%S")


def duration(seconds: float) -> str:
    """Return how long something took."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
