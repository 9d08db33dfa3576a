"""Every exit code of the program, once. `--help` prints this table and no code has two meanings."""

from enum import IntEnum
from typing import Final


class ExitCode(IntEnum):
    """What the program's exit status says to a shell, a CI job or an editor."""

    DONE = 0
    FINDINGS = 1
    CHANGES = 2
    REFUSED = 3
    PARTIAL = 4
    TIMED_OUT = 5
    FAILED_CONDITION = 6
    ACCOUNT = 7
    AUTHENTICATION = 8
    USAGE = 64
    INTERNAL = 70
    INTERRUPTED = 130


OF_EVERY_COMMAND: Final = (ExitCode.DONE, ExitCode.USAGE, ExitCode.INTERNAL, ExitCode.INTERRUPTED)
"""What any command can end with."""

MEANINGS: Final[dict[ExitCode, str]] = {
    ExitCode.DONE: "done",
    ExitCode.FINDINGS: "findings, or the thing checked is not good",
    ExitCode.CHANGES: "changes or drift present (only with --exit-code)",
    ExitCode.REFUSED: "refused for safety",
    ExitCode.PARTIAL: "partly done",
    ExitCode.TIMED_OUT: "timed out",
    ExitCode.FAILED_CONDITION: "failed condition",
    ExitCode.ACCOUNT: "account or network error",
    ExitCode.AUTHENTICATION: "authentication",
    ExitCode.USAGE: "usage: wrong arguments, no input, bad callr.yaml",
    ExitCode.INTERNAL: "a bug in this program",
    ExitCode.INTERRUPTED: "interrupted",
}
