"""A live call in the terminal: keys are the phone's keys, time passes as on a real phone."""

from __future__ import annotations

import os
import select
import sys
import time
from typing import TYPE_CHECKING, Self

import click

from callr_actions.cli.manners import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.simulator.session import Session

_KEYS = frozenset("0123456789*#ABCD")
_STEP = 0.05
# Ctrl-C and the end of the input come as keys as well.
_HANG_UP = frozenset(("q", "\x03", "\x04", ""))
_HELP = "you are the caller: 0-9 * # are the phone's keys, s says something, q or Ctrl-C hangs up"


def converse(session: Session) -> None:
    """Run a session at the pace of the clock on the wall, with the person at the terminal as its caller."""
    say(_HELP)
    with _Keyboard() as keyboard:
        began = time.monotonic()
        while session.outcome is None:
            session.advance(round((time.monotonic() - began) * 1000))
            leg = session.exchange.caller
            if leg is not None and not leg.is_open:
                session.advance(None)  # nobody listens any more: the rest need not be waited for
                return
            key = keyboard.key(_STEP)
            if key is not None:
                _obey(session, key, keyboard.line)


def _obey(session: Session, key: str, ask: Callable[[], str]) -> None:
    from callr_actions.simulator.behaviour import HangUp, Press, Speak
    from callr_actions.simulator.live import do_now

    if key in _HANG_UP:
        do_now(session, HangUp())
    elif key == "s":
        said = ask()
        if said:
            do_now(session, Speak(said))
    elif key.upper() in _KEYS:
        do_now(session, Press(key.upper()))


class _Keyboard:
    """Single keys of the terminal, without Enter where the system can do that."""

    def __init__(self) -> None:
        self._stream = sys.stdin
        self._restore: Callable[[], None] | None = None

    def __enter__(self) -> Self:
        self._restore = _single_keys()
        return self

    def __exit__(self, *_: object) -> None:
        if self._restore is not None:
            self._restore()

    def key(self, seconds: float) -> str | None:
        """Return the next key; None when nothing was pressed for so long."""
        ready, _, _ = select.select([self._stream], [], [], seconds)
        # Past Python's buffer: what waits there would not be seen by the next `select`.
        return os.read(self._stream.fileno(), 1).decode(errors="replace") if ready else None

    def line(self) -> str:
        """Ask for a line of text."""
        if self._restore is not None:
            self._restore()
        try:
            return str(click.prompt("say", default="", show_default=False, err=True))
        finally:
            self._restore = _single_keys()


def _single_keys() -> Callable[[], None] | None:
    """Have the terminal give each key at once; return what undoes that, None where it cannot be done."""
    try:
        import termios
        import tty
    except ImportError:  # Windows: keys count when Enter is pressed
        return None
    try:
        before = termios.tcgetattr(sys.stdin)
    except termios.error:
        return None
    tty.setcbreak(sys.stdin)
    # Ctrl-C is a key as well: a signal would come in the middle of a step.
    keys = termios.tcgetattr(sys.stdin)
    keys[3] &= ~termios.ISIG
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, keys)
    return lambda: termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
