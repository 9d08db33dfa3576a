"""How the following of a run ends, and what the program's exit code makes of it."""

from __future__ import annotations

from enum import Enum
from typing import Final

from callr_actions.exit_codes import ExitCode


class Outcome(Enum):
    """How it ended. The values are what the machine format says."""

    REACHED = "reached"
    """The condition holds that says that the run is done."""
    FAILED = "failed"
    """The run's own condition of failure holds."""
    TIMED_OUT = "timed-out"
    """Neither held in time."""
    UNKNOWN = "unknown"
    """It was followed for as long as was asked for, and no condition could tell its end."""
    DETACHED = "detached"
    """It was started, and nobody waits."""
    INTERRUPTED = "interrupted"
    """Ctrl-C; the run goes on, unless it was cancelled then."""
    UNREACHABLE = "unreachable"
    """At the end of the time the account did not answer."""
    LOST = "lost"
    """The account does not tell of the run any more, or not to this key."""


# `LOST` is not here: its code is that of the error.
_CODES: Final = {
    Outcome.REACHED: ExitCode.DONE,
    Outcome.UNKNOWN: ExitCode.DONE,
    Outcome.DETACHED: ExitCode.DONE,
    Outcome.TIMED_OUT: ExitCode.TIMED_OUT,
    Outcome.FAILED: ExitCode.FAILED_CONDITION,
    Outcome.UNREACHABLE: ExitCode.ACCOUNT,
    Outcome.INTERRUPTED: ExitCode.INTERRUPTED,
}


def exit_code_of(outcome: Outcome, error: ExitCode = ExitCode.ACCOUNT) -> ExitCode:
    """Return the exit code of an outcome.

    Args:
        outcome: how it ended.
        error: the code of the error that ended it, for `LOST`.
    """
    return _CODES.get(outcome, error)
