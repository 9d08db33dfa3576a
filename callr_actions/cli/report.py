"""Failures as people see them: one message, what to do, and never a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from callr_actions.cli.manners import say
from callr_actions.cli.session import MASKER
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from callr_actions.errors import CallrActionsError

DEBUG = "CALLR_ACTIONS_DEBUG"


def report_error(error: CallrActionsError) -> None:
    """Print an error that the user can act on."""
    _say("error", str(error))
    if error.hint:
        _say("help", error.hint)


def report_usage(error: click.UsageError) -> None:
    """Print a mistake in the command line and where to read about it; the whole help when it is empty."""
    from callr_actions.cli.usage import usage_message

    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(error.format_message())
        return
    _say("error", usage_message(error))
    if error.ctx is not None:
        say(f"try `{error.ctx.command_path} --help`")


def report_bug(error: Exception) -> None:
    """Print that this program has a bug, and how to report it; the traceback only when asked for."""
    import traceback
    from pathlib import Path

    frame = traceback.extract_tb(error.__traceback__)[-1]
    _say("error", f"this is a bug in callr-actions: {type(error).__name__}: {error}")
    _say(
        "help",
        f"at {Path(frame.filename).name}:{frame.lineno}; please report it with the file that causes it",
    )
    if os.environ.get(DEBUG):
        text = "".join(traceback.format_exception(error))
        sys.stderr.write(MASKER.mask(text))
    else:
        _say("help", f"{DEBUG}=1 shows the traceback")


def clean(text: str) -> str:
    """Return a text on one line, without secrets and without what could steer a terminal."""
    return printable(MASKER.mask(text)).replace("\n", "\\n")


def _say(label: str, text: str) -> None:
    say(f"{label}: {clean(text)}")
