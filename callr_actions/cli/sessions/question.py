"""Asking the user: on standard error, so that data stays clean, and so that Ctrl-C ends the program."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from callr_actions.cli.manners import say

if TYPE_CHECKING:
    from collections.abc import Iterator


def ask(question: str) -> str:
    """Ask and return the answer without white space around it; empty at the end of the input."""
    # Who sees the question may press Ctrl-C at once.
    with interruptible():
        click.echo(f"{question} ", err=True, nl=False)
        line = sys.stdin.readline()
    if not line.endswith("\n"):
        say()
    return line.strip()


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the waiting: asyncio's own handler would only take note of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if _was_interrupted():
            raise KeyboardInterrupt
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _was_interrupted() -> bool:
    """Whether Ctrl-C came before, and asyncio has only taken note of it: nobody is to be asked any more."""
    import asyncio

    try:
        task = asyncio.current_task()
    except RuntimeError:  # no loop runs
        return False
    return task is not None and task.cancelling() > 0
